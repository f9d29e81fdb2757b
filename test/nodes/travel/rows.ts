import type { Grown, State, Step } from './chain.ts'
import { deduplicated } from './model.ts'

type Rules = Readonly<Record<string, readonly string[]>>

/** Steps of the kinds that take some of the rows. */
export type RowStep =
  | { readonly do: 'limit'; readonly down: boolean; readonly port: 'out' | 'rest' }
  | { readonly do: 'sample'; readonly amount: number; readonly by: 'percent' | 'rows' }

type Make<K extends RowStep['do']> = (
  step: Extract<Step, { do: K }>,
  last: State,
  other: State,
  id: string,
  rules: Rules,
) => Grown | null

export const rowMakes: { readonly [K in RowStep['do']]: Make<K> } = {
  limit: (step, last, _other, _id, rules) => {
    const by = last.columns.find(c => c.name !== 'a')?.name ?? 'a'
    const { unique, duplicates } = deduplicated(last, by, step.down, rules)
    return {
      kind: 'transform.limit',
      settings: { count: 1, keys: ['a'], order: [{ column: by, direction: step.down ? 'desc' : 'asc' }] },
      into: [['in', last]],
      out: step.port,
      model: step.port === 'out' ? unique : duplicates,
    }
  },
  // which rows are drawn is another matter: both ports together hold what came in
  sample: (step, last) => ({
    kind: 'transform.sample',
    settings: { by: step.by, amount: step.amount },
    into: [['in', last]],
    out: 'both',
    both: ['out', 'rest'],
    model: last,
  }),
}
