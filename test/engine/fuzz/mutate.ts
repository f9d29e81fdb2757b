import type { Original } from './originals.ts'
import { type Random, randomOf } from './random.ts'

/** A file as it is shown to the engine, and how its rows may be counted. */
export interface Mutated {
  readonly original: Original
  readonly bytes: Buffer
  /** Names of what was done to it. */
  readonly how: readonly string[]
  readonly settings: Readonly<Record<string, unknown>>
  /** A sound file lies beside it, and both are read by a pattern. */
  readonly beside: boolean
}

type Mutation = (bytes: Buffer, random: Random, from: number) => Buffer

const signs: readonly (string | number[])[] = [
  ',',
  ';',
  '"',
  "'",
  '""',
  '\\',
  '\n',
  '\r\n',
  '\r',
  '\t',
  ' ',
  '{',
  '}',
  '[',
  ']',
  ':',
  'null',
  'NaN',
  '1e999',
  '99999999999999999999999999',
  '\ufeff',
  '\u001f',
  '\u2028',
  '\\u0000',
  '\\ud800',
  [0],
  [0, 0, 0, 0],
  [0xff],
  [0xc3],
  [0xed, 0xa0, 0x80],
  [1],
]

const place = (bytes: Buffer, random: Random, from: number): number => from + random.below(bytes.length - from + 1)

const splice = (bytes: Buffer, at: number, drop: number, put: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + drop)])

const signOf = (random: Random): Buffer => Buffer.from(random.pick(signs) as string)

const nothing = new Uint8Array(0)

const everywhere: Readonly<Record<string, Mutation>> = {
  flip: (bytes, random, from) => {
    const at = place(bytes, random, from)
    return splice(bytes, at, 1, at < bytes.length ? Buffer.from([bytes[at]! ^ (1 << random.below(8))]) : nothing)
  },
  byte: (bytes, random, from) => splice(bytes, place(bytes, random, from), 1, Buffer.from([random.below(256)])),
  drop: (bytes, random, from) => splice(bytes, place(bytes, random, from), 1 + random.below(40), nothing),
  insert: (bytes, random, from) => splice(bytes, place(bytes, random, from), 0, signOf(random)),
  repeat: (bytes, random, from) => {
    const at = place(bytes, random, from)
    return splice(bytes, at, 0, bytes.subarray(at, at + 1 + random.below(200)))
  },
  swap: (bytes, random, from) => {
    const [a, b] = [place(bytes, random, from), place(bytes, random, from)].sort((x, y) => x - y) as [number, number]
    const size = Math.min(1 + random.below(100), b - a)
    const [first, second] = [bytes.subarray(a, a + size), bytes.subarray(b, b + size)]
    return Buffer.concat([bytes.subarray(0, a), second, bytes.subarray(a + size, b), first, bytes.subarray(b + size)])
  },
  cut: (bytes, random, from) => bytes.subarray(0, Math.max(place(bytes, random, from), 1)),
  fill: (bytes, random, from) =>
    splice(bytes, place(bytes, random, from), 0, Buffer.alloc(1 + random.below(3000), signOf(random))),
}

/** Length of a Parquet file's footer with its own length and mark. */
const footerLength = (bytes: Buffer): number =>
  Math.min(bytes.readUInt32LE(bytes.length - 8) + 8, Math.max(bytes.length - 4, 8))

const within =
  (mutation: Mutation, start: (bytes: Buffer) => number, end: (bytes: Buffer) => number): Mutation =>
  (bytes, random) => {
    const [from, to] = [start(bytes), end(bytes)]
    return Buffer.concat([bytes.subarray(0, from), mutation(bytes.subarray(from, to), random, 0), bytes.subarray(to)])
  }

const inFooter = (mutation: Mutation) =>
  within(
    mutation,
    bytes => bytes.length - footerLength(bytes),
    bytes => bytes.length - 8,
  )
const inPages = (mutation: Mutation) =>
  within(
    mutation,
    () => 4,
    bytes => bytes.length - footerLength(bytes),
  )

const ofParquet: Readonly<Record<string, Mutation>> = {
  'footer flip': inFooter(everywhere.flip!),
  'footer byte': inFooter(everywhere.byte!),
  'footer insert': inFooter(everywhere.insert!),
  'footer drop': inFooter(everywhere.drop!),
  'footer length': (bytes, random) => {
    const changed = Buffer.from(bytes)
    changed.writeUInt32LE(
      random.pick([0, 1, 7, bytes.length, 0x7fffffff, 0xffffffff, random.below(1000)]),
      bytes.length - 8,
    )
    return changed
  },
  'page flip': inPages(everywhere.flip!),
  'page byte': inPages(everywhere.byte!),
  'page drop': inPages(everywhere.drop!),
  'page zeros': inPages((bytes, random) => {
    const at = random.below(bytes.length)
    return Buffer.from(bytes).fill(0, at, Math.min(at + 1 + random.below(64), bytes.length))
  }),
  cut: everywhere.cut!,
  marks: (bytes, random) => {
    const changed = Buffer.from(bytes)
    changed[random.pick([0, 1, 2, 3, bytes.length - 4, bytes.length - 1])]! ^= 1 + random.below(255)
    return changed
  },
}

const settingsOf = (random: Random): Readonly<Record<string, unknown>> => ({
  badCells: random.pick(['flag', 'flag', 'reject']),
  badLines: random.pick(['reject', 'reject', 'flag']),
})

/** File number `index` of a run: the same for the same seed. */
export const mutatedFile = (files: readonly (readonly Original[])[], seed: number, index: number): Mutated => {
  const random = randomOf(seed * 1_000_003 + index)
  const original = random.pick(files[index % files.length]!)
  const kinds = original.reader === 'parquet' ? ofParquet : everywhere
  const how = Array.from({ length: 1 + random.below(original.reader === 'parquet' ? 2 : 5) }, () =>
    random.pick(Object.keys(kinds)),
  )
  let { bytes } = original
  for (const name of how)
    if (bytes.length > 12) bytes = kinds[name]!(bytes, random, Math.min(original.from, bytes.length))
  const settings = original.reader === 'parquet' ? {} : settingsOf(random)
  return { original, bytes, how, settings, beside: random.chance(15) }
}
