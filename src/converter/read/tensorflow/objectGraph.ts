/**
 * TF2 saves variables under their path in the program's objects. This joins two descriptions of those objects: the
 * SavedModel's (which object a function captured) and the checkpoint's (under which key an object was saved).
 */
import { fromBinary } from '@bufbuild/protobuf';
import { ZscapeError } from '../../../base/errors.ts';
import type { MetaGraphDef } from '../proto/gen/tensorflow/meta_graph_pb.ts';
import type { SavedObjectGraph } from '../proto/gen/tensorflow/saved_object_graph_pb.ts';
import {
  type TrackableObjectGraph,
  TrackableObjectGraphSchema,
} from '../proto/gen/tensorflow/trackable_object_graph_pb.ts';
import type { Checkpoint } from './checkpoint/checkpoint.ts';

export interface ObjectGraphKeys {
  /** Checkpoint keys by the name of the main graph's variable node. */
  readonly byNode: ReadonlyMap<string, string>;
  /** Checkpoint keys by a variable's full name, if only one variable has it. */
  readonly byName: ReadonlyMap<string, string>;
}

const objectGraphKey = '_CHECKPOINTABLE_OBJECT_GRAPH';

/**
 * Joins the two. The result is empty for a checkpoint without an object graph, as TF1 wrote them.
 * @throws CHECKPOINT_CORRUPT if it does not parse.
 */
export function objectGraphKeys(metaGraph: MetaGraphDef, checkpoint: Checkpoint): ObjectGraphKeys {
  if (!checkpoint.has(objectGraphKey)) return { byNode: new Map(), byName: new Map() };
  const tracked = readObjectGraph(checkpoint);
  const saved = metaGraph.objectGraphDef;
  return {
    byNode: saved === undefined ? new Map() : keysByNode(metaGraph, saved, tracked),
    byName: keysByName(tracked),
  };
}

function readObjectGraph(checkpoint: Checkpoint): TrackableObjectGraph {
  try {
    return fromBinary(TrackableObjectGraphSchema, checkpoint.strings(objectGraphKey)[0] ?? new Uint8Array());
  } catch (cause) {
    if (cause instanceof ZscapeError) throw cause;
    throw new ZscapeError('CHECKPOINT_CORRUPT', 'The object graph in the checkpoint cannot be decoded.', {
      cause,
    });
  }
}

function keysByName(tracked: TrackableObjectGraph): Map<string, string> {
  const keys = new Map<string, string>();
  const seen = new Set<string>();
  for (const { attributes } of tracked.nodes) {
    for (const { fullName, checkpointKey } of attributes) {
      if (seen.has(fullName)) keys.delete(fullName);
      else keys.set(fullName, checkpointKey);
      seen.add(fullName);
    }
  }
  return keys;
}

/** Maps nodes to keys. A call's last inputs are the function's captures, in the order of its bound inputs. */
function keysByNode(
  metaGraph: MetaGraphDef,
  saved: SavedObjectGraph,
  tracked: TrackableObjectGraph,
): Map<string, string> {
  const keyOf = keysByObject(saved, tracked);
  const keys = new Map<string, string>();
  for (const node of metaGraph.graphDef?.node ?? []) {
    const f = node.attr.f?.value;
    const bound = f?.case === 'func' ? saved.concreteFunctions[f.value.name]?.boundInputs : undefined;
    if (bound === undefined) continue;
    const inputs = node.input.filter((input) => !input.startsWith('^'));
    bound.forEach((object, i) => {
      const variable = inputs[inputs.length - bound.length + i];
      const key = keyOf.get(object);
      if (variable !== undefined && key !== undefined) keys.set(variable.split(':', 1)[0]!, key);
    });
  }
  return keys;
}

/** Walks both object graphs from their roots along children of the same names. */
function keysByObject(saved: SavedObjectGraph, tracked: TrackableObjectGraph): Map<number, string> {
  const keys = new Map<number, string>();
  const seen = new Set<number>([0]);
  const open: [number, number][] = [[0, 0]];
  while (open.length > 0) {
    const [savedId, trackedId] = open.pop()!;
    const key = tracked.nodes[trackedId]?.attributes[0]?.checkpointKey;
    if (key !== undefined) keys.set(savedId, key);
    const children = new Map(
      tracked.nodes[trackedId]?.children.map((child) => [child.localName, child.nodeId]),
    );
    for (const { localName, nodeId } of saved.nodes[savedId]?.children ?? []) {
      const counterpart = children.get(localName);
      if (counterpart === undefined || seen.has(nodeId)) continue;
      seen.add(nodeId);
      open.push([nodeId, counterpart]);
    }
  }
  return keys;
}
