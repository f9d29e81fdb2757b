import { lazy, Suspense } from 'react'
import { panels } from '#nodes/panels.ts'
import type { FieldProps } from './types.ts'

const RulesPanel = lazy(panels['validate.rules'])

/** The list of rules, from its kind's own panel. */
export const RulesInput = (props: FieldProps) => (
  <Suspense fallback={null}>
    <RulesPanel {...props} />
  </Suspense>
)
