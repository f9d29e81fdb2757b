import { lazy, Suspense } from 'react'
import { panels } from '#nodes/panels.ts'
import type { FieldProps } from './types.ts'

const GateLimitsPanel = lazy(panels['validate.gate'])

/** The limits of a gate, from its kind's own panel. */
export const GateLimitsInput = (props: FieldProps) => (
  <Suspense fallback={null}>
    <GateLimitsPanel {...props} />
  </Suspense>
)
