/** Measures the peak of WGSL on this GPU: chains of fused multiply-adds on registers, in f32 and, where available, f16. */

const CHAINS = 8;
const TURNS = 2048;
const WORKGROUP = 256;

const code = (type: 'f32' | 'f16') => `
${type === 'f16' ? 'enable f16;' : ''}
@group(0) @binding(0) var<storage, read_write> out: array<f32>;
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let a = vec4<${type}>(${type}(id.x % 7u) * ${type}(0.0001) + ${type}(0.999));
  let b = vec4<${type}>(${type}(0.001));
  ${Array.from({ length: CHAINS }, (_, i) => `var x${i} = vec4<${type}>(${type}(${i}));`).join('\n  ')}
  for (var turn = 0u; turn < ${TURNS}u; turn++) {
    ${Array.from({ length: CHAINS }, (_, i) => `x${i} = fma(x${i}, a, b);`).join('\n    ')}
  }
  let sum = ${Array.from({ length: CHAINS }, (_, i) => `x${i}`).join(' + ')};
  out[id.x] = f32(sum.x + sum.y + sum.z + sum.w);
}`;

export async function gpuPeak(): Promise<{ webgpu: number; webgpuHalf: number }> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return { webgpu: 0, webgpuHalf: 0 };
  const half = adapter.features.has('shader-f16');
  const device = await adapter.requestDevice({ requiredFeatures: half ? ['shader-f16'] : [] });
  try {
    return {
      webgpu: await peakOf(device, 'f32'),
      webgpuHalf: half ? await peakOf(device, 'f16') : 0,
    };
  } finally {
    device.destroy();
  }
}

async function peakOf(device: GPUDevice, type: 'f32' | 'f16'): Promise<number> {
  const module = device.createShaderModule({ code: code(type) });
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
  let best = 0;
  // Adds groups until a run is long enough for the clock.
  for (let groups = 64, last = 0; groups <= 32768 && last < 50; groups *= 2) {
    const buffer = device.createBuffer({ size: 4 * groups * WORKGROUP, usage: GPUBufferUsage.STORAGE });
    const entries = [{ binding: 0, resource: { buffer } }];
    const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
    for (let run = 0; run < 3; run++) {
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(groups);
      pass.end();
      const began = performance.now();
      device.queue.submit([encoder.finish()]);
      await device.queue.onSubmittedWorkDone();
      last = performance.now() - began;
      best = Math.max(best, (2 * 4 * CHAINS * TURNS * WORKGROUP * groups) / last / 1e6);
    }
    buffer.destroy();
  }
  return best;
}
