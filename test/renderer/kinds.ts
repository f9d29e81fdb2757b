import type { Catalogue, NodeGroup, NodeKind } from '#core/node/kind.ts'
import { defineNode, field, z } from '#core/node/settings.ts'

const text = (label: string) => field(z.string().default(''), { label, widget: 'text' })

const kind = (
  name: string,
  group: NodeGroup,
  title: string,
  inputs: NodeKind['inputs'],
  outputs: NodeKind['outputs'],
  rest: Partial<NodeKind> = {},
): NodeKind =>
  defineNode<unknown>({
    kind: name,
    version: 1,
    group,
    title,
    summary: `${title} of the tests`,
    aliases: [],
    settings: z.looseObject({ path: text('Path'), where: text('Where') }),
    inputs,
    outputs,
    describe: () => title,
    compile: () => ({ ports: {} }),
    ...rest,
  })

const one = () => [{ name: 'in' }]
const rows = () => [{ name: 'out' }]

/** Kinds with every shape of ports: none, one, many, two named, a split and a reject. */
const kinds: readonly NodeKind[] = [
  kind(
    'source.csv',
    'sources',
    'CSV',
    () => [],
    () => [{ name: 'out' }, { name: 'reject', role: 'reject' }],
    { aliases: ['Text file', { name: 'TSV', settings: { path: 'a.tsv' } }] },
  ),
  kind('transform.filter', 'transforms', 'Filter', one, () => [{ name: 'match' }, { name: 'rest' }]),
  kind('transform.sort', 'transforms', 'Sort', one, rows),
  kind(
    'transform.join',
    'transforms',
    'Join',
    () => [{ name: 'left' }, { name: 'right' }],
    () => [{ name: 'out' }, { name: 'left_only' }, { name: 'right_only' }],
    { aliases: ['VLOOKUP'] },
  ),
  kind('transform.union', 'transforms', 'Union', () => [{ name: 'in', many: true }], rows),
  kind('validate.rules', 'validators', 'Rules', one, () => [
    { name: 'out' },
    { name: 'pass' },
    { name: 'reject', role: 'reject' },
  ]),
  kind('sink.csv', 'sinks', 'CSV', one, () => [], { initial: { path: 'out.csv' } }),
]

export const catalogue: Catalogue = new Map(kinds.map(entry => [entry.kind, entry]))
