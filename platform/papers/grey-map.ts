/** Pixels row by row: of 3 or 4 bytes, or of one bit, rows then beginning at a byte and 1 being white. */
export interface Raster {
  width: number;
  height: number;
  data: Uint8Array;
  depth: 'bit' | 3 | 4;
}

/** What a page is at 300 dpi and more; above it recognition only takes longer. */
const mostPixels = 10_000_000;

/** A raster as a grey map (PGM, binary), made smaller by whole steps where it is very large, and turned clockwise by quarters. */
export function greyMap(raster: Raster, quarters: number): Buffer {
  const step = Math.max(1, Math.ceil(Math.sqrt((raster.width * raster.height) / mostPixels)));
  const width = Math.floor(raster.width / step);
  const height = Math.floor(raster.height / step);
  const [across, down] = quarters % 2 === 0 ? [width, height] : [height, width];
  const head = Buffer.from(`P5\n${across} ${down}\n255\n`);
  const map = Buffer.alloc(head.length + width * height);
  head.copy(map);
  const grey = greyOf(raster);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [toX, toY] = turned(x, y, width, height, quarters);
      map[head.length + toY * across + toX] = grey(x * step, y * step);
    }
  }
  return map;
}

function turned(x: number, y: number, width: number, height: number, quarters: number): [number, number] {
  switch (quarters) {
    case 1:
      return [height - 1 - y, x];
    case 2:
      return [width - 1 - x, height - 1 - y];
    case 3:
      return [y, width - 1 - x];
    default:
      return [x, y];
  }
}

function greyOf({ width, data, depth }: Raster): (x: number, y: number) => number {
  if (depth === 'bit') {
    const rowBytes = (width + 7) >> 3;
    return (x, y) => ((data[y * rowBytes + (x >> 3)]! >> (7 - (x & 7))) & 1 ? 255 : 0);
  }
  return (x, y) => {
    const at = (y * width + x) * depth;
    const light = (data[at]! * 77 + data[at + 1]! * 150 + data[at + 2]! * 29) >> 8;
    return depth === 4 ? 255 - (((255 - light) * data[at + 3]!) >> 8) : light;
  };
}
