struct Params {
  source: vec2u,  // width, height of the network's picture
  drawn: vec2u,   // width, height of the drawn one
  channels: u32,
  lo: f32,
  gain: f32,      // 1 / (hi - lo)
  straight: u32,  // 1 for straight alpha, 0 for premultiplied colours
}
@group(0) @binding(0) var<storage, read> values: array<f32>;  // [height, width, channels]
@group(0) @binding(1) var<uniform> params: Params;

// One triangle over the whole picture.
@vertex fn cover(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {
  return vec4f(f32(i32(i & 1u) * 4 - 1), f32(i32(i >> 1u) * 4 - 1), 0.0, 1.0);
}

// The premultiplied colour, and its alpha.
fn colour(x: u32, y: u32) -> vec4f {
  let at = (y * params.source.x + x) * params.channels;
  let wide = params.channels >= 3u;
  let value = vec3f(values[at], values[select(at, at + 1u, wide)], values[select(at, at + 2u, wide)]);
  let rgb = clamp((value - params.lo) * params.gain, vec3f(0.0), vec3f(1.0));
  if (params.channels != 4u) { return vec4f(rgb, 1.0); }
  let alpha = clamp((values[at + 3u] - params.lo) * params.gain, 0.0, 1.0);
  return vec4f(rgb * alpha, alpha);
}

fn drawn(mean: vec4f) -> vec4f {
  if (params.straight == 0u || mean.a <= 0.0) { return mean; }
  return vec4f(mean.rgb / mean.a, mean.a);
}

// Interpolates between the centres of the four nearest source pixels, for a picture that is enlarged.
fn between(at: vec2f) -> vec4f {
  let place = clamp(at - 0.5, vec2f(0.0), vec2f(params.source - 1u));
  let low = vec2u(place);
  let high = min(low + 1u, params.source - 1u);
  let share = fract(place);
  return mix(
    mix(colour(low.x, low.y), colour(high.x, low.y), share.x),
    mix(colour(low.x, high.y), colour(high.x, high.y), share.x),
    share.y,
  );
}

// The mean of the source pixels under this one, weighted by their overlap.
@fragment fn shade(@builtin(position) position: vec4f) -> @location(0) vec4f {
  let ratio = vec2f(params.source) / vec2f(params.drawn);
  if (ratio.x < 1.0) { return drawn(between(position.xy * ratio)); }
  let start = floor(position.xy) * ratio;
  let end = start + ratio;
  var sum = vec4f(0.0);
  for (var y = u32(start.y); y < params.source.y && f32(y) < end.y - 1e-4; y++) {
    let high = min(end.y, f32(y + 1u)) - max(start.y, f32(y));
    for (var x = u32(start.x); x < params.source.x && f32(x) < end.x - 1e-4; x++) {
      let wide = min(end.x, f32(x + 1u)) - max(start.x, f32(x));
      sum += high * wide * colour(x, y);
    }
  }
  return drawn(sum / (ratio.x * ratio.y));
}
