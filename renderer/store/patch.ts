/** A change of plain data at a path, in a form that can be taken back. */
export type Patch =
  | { readonly op: 'set'; readonly path: Path; readonly before: unknown; readonly after: unknown }
  | { readonly op: 'keys'; readonly path: Path; readonly before: Entries; readonly after: Entries }
  | {
      readonly op: 'splice'
      readonly path: Path
      readonly at: number
      readonly before: readonly unknown[]
      readonly after: readonly unknown[]
    }

export type Path = readonly (string | number)[]

/** Which keys an object has, in order, with the values of those that the other side lacks. */
interface Entries {
  readonly order: readonly string[]
  readonly values: Readonly<Record<string, unknown>>
}

type Plain = Readonly<Record<string, unknown>>

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Says whether two plain values hold the same, key order included: what is saved as the same bytes. */
export const same = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => same(item, b[index]))
  if (!isPlain(a) || !isPlain(b)) return false
  const keys = Object.keys(a)
  const others = Object.keys(b)
  return keys.length === others.length && keys.every((key, index) => key === others[index] && same(a[key], b[key]))
}

const only = (source: Plain, other: Plain): Record<string, unknown> =>
  Object.fromEntries(Object.entries(source).filter(([key]) => !(key in other)))

const diffObjects = (before: Plain, after: Plain, path: Path): Patch[] => {
  const order = Object.keys(before)
  const next = Object.keys(after)
  const moved = order.length !== next.length || order.some((key, index) => key !== next[index])
  const keys: Patch[] = moved
    ? [
        {
          op: 'keys',
          path,
          before: { order, values: only(before, after) },
          after: { order: next, values: only(after, before) },
        },
      ]
    : []
  return [...keys, ...next.flatMap(key => (key in before ? diff(before[key], after[key], [...path, key]) : []))]
}

const diffArrays = (before: readonly unknown[], after: readonly unknown[], path: Path): Patch[] => {
  if (before.length === after.length) return after.flatMap((item, index) => diff(before[index], item, [...path, index]))
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && same(before[head], after[head])) head++
  let tail = 0
  while (tail < shorter - head && same(before[before.length - 1 - tail], after[after.length - 1 - tail])) tail++
  return [
    {
      op: 'splice',
      path,
      at: head,
      before: before.slice(head, before.length - tail),
      after: after.slice(head, after.length - tail),
    },
  ]
}

/** What turns `before` into `after`; empty where they hold the same. */
export const diff = (before: unknown, after: unknown, path: Path = []): readonly Patch[] => {
  if (Object.is(before, after)) return []
  if (Array.isArray(before) && Array.isArray(after)) return diffArrays(before, after, path)
  if (isPlain(before) && isPlain(after)) return diffObjects(before, after, path)
  return [{ op: 'set', path, before, after }]
}

const flip = (patch: Patch): Patch => ({ ...patch, before: patch.after, after: patch.before }) as Patch

const at = (value: unknown, path: Path, change: (value: unknown) => unknown): unknown => {
  const [key, ...rest] = path
  if (key === undefined) return change(value)
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? at(item, rest, change) : item))
  const record = value as Plain
  return { ...record, [key]: at(record[key], rest, change) }
}

const applyOne = (value: unknown, patch: Patch): unknown =>
  at(value, patch.path, old => {
    if (patch.op === 'set') return patch.after
    if (patch.op === 'splice') return (old as unknown[]).toSpliced(patch.at, patch.before.length, ...patch.after)
    const record = old as Plain
    return Object.fromEntries(
      patch.after.order.map(key => [key, key in patch.after.values ? patch.after.values[key] : record[key]]),
    )
  })

export const apply = <T>(value: T, patches: readonly Patch[]): T => patches.reduce(applyOne, value as unknown) as T

export const revert = <T>(value: T, patches: readonly Patch[]): T => apply(value, patches.toReversed().map(flip))

/** The value at a path, or undefined. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, key) => (inner === null || typeof inner !== 'object' ? undefined : (inner as Plain)[key]),
    value,
  )

/** A copy with the value at a path set; undefined removes the key. Missing objects on the way are made. */
export const withValueAt = <T>(value: T, path: Path, next: unknown): T => {
  const [key, ...rest] = path
  if (key === undefined) return next as T
  if (Array.isArray(value)) {
    if (rest.length === 0 && next === undefined) return value.toSpliced(Number(key), 1) as T
    return value.with(Number(key), withValueAt(value[Number(key)] as unknown, rest, next)) as T
  }
  const record = (value ?? {}) as Plain
  if (rest.length === 0 && next === undefined)
    return Object.fromEntries(Object.entries(record).filter(([name]) => name !== String(key))) as T
  return { ...record, [key]: withValueAt(record[key], rest, next) } as T
}
