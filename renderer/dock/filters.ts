import type { GridFilter } from '../grid/types.ts'

/** A copy without what is not set, so that no filter is an empty object. */
export const cleaned = (filter: { readonly [K in keyof GridFilter]: GridFilter[K] | undefined }): GridFilter =>
  Object.fromEntries(
    Object.entries(filter).filter(
      ([, value]) =>
        value !== undefined && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0),
    ),
  )

export const isFiltered = (filter: GridFilter): boolean => Object.keys(cleaned(filter)).length > 0

type RuleFilter = NonNullable<GridFilter['rule']>

/** Whether a rule's filter means a rule that came by some way; without a way, it means every way. */
export const meansRule = (filter: RuleFilter | undefined, rule: Required<RuleFilter>): boolean =>
  filter !== undefined &&
  filter.node === rule.node &&
  filter.rule === rule.rule &&
  (filter.via === undefined || JSON.stringify(filter.via) === JSON.stringify(rule.via))
