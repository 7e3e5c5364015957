/** Makes a PNG small: each pixel gets one of 256 colours, of which a page of text needs no more. */

import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
/** Colours are told apart in so many steps of each of the three parts. */
const STEP = 17

/** @param png of 8 bits for each of red, green and blue. */
export function withPalette(png) {
  const chunks = chunksOf(png)
  const head = Buffer.from(chunks.find(({ type }) => type === 'IHDR').data)
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)]
  const parts = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)
  const rows = unfiltered(inflateSync(Buffer.concat(parts)), width, height)
  const { pixels, palette } = indexed(rows, width, height)
  head.writeUInt8(3, 9)
  const data = deflateSync(pixels, { level: 9, memLevel: 9 })
  const written = [chunk('IHDR', head), chunk('PLTE', palette), chunk('IDAT', data)]
  return Buffer.concat([SIGNATURE, ...written, chunk('IEND', Buffer.alloc(0))])
}

function chunksOf(png) {
  const chunks = []
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const type = png.toString('latin1', at + 4, at + 8)
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) })
    at += 12 + length
  }
  return chunks
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** The rows as they are, each by its filter: section 9 of the PNG specification. */
function unfiltered(raw, width, height) {
  const stride = 3 * width
  const rows = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)]
    for (let x = 0; x < stride; x++) {
      const left = x < 3 ? 0 : rows[y * stride + x - 3]
      const up = y === 0 ? 0 : rows[(y - 1) * stride + x]
      const corner = x < 3 || y === 0 ? 0 : rows[(y - 1) * stride + x - 3]
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]
      rows[y * stride + x] = raw[y * (stride + 1) + 1 + x] + guess
    }
  }
  return rows
}

function paeth(left, up, corner) {
  const [a, b, c] = [left, up, corner].map(each => Math.abs(left + up - corner - each))
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}

/** A byte for each pixel, rows without a filter, and the colours that the bytes stand for. */
function indexed(rows, width, height) {
  const rough = Uint32Array.from({ length: width * height }, (_, pixel) =>
    [0, 1, 2].reduce((key, part) => 16 * key + Math.round(rows[3 * pixel + part] / STEP), 0),
  )
  const counts = new Map()
  for (const key of rough) counts.set(key, (counts.get(key) ?? 0) + 1)
  const keys = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).slice(0, 256)
  const places = new Map([...counts.keys()].map(key => [key, nearest(key, keys)]))
  const pixels = Buffer.alloc((width + 1) * height)
  for (const [pixel, key] of rough.entries()) {
    pixels[pixel + Math.floor(pixel / width) + 1] = places.get(key)
  }
  return { pixels, palette: Buffer.from(keys.flatMap(partsOf).map(part => STEP * part)) }
}

function nearest(key, keys) {
  const parts = partsOf(key)
  const apart = other => partsOf(other).reduce((sum, part, at) => sum + (part - parts[at]) ** 2, 0)
  return keys.reduce((best, other, place) => (apart(other) < apart(keys[best]) ? place : best), 0)
}

function partsOf(key) {
  return [key >> 8, (key >> 4) & 15, key & 15]
}
