import { lazy, Suspense } from 'react'
import type { FieldProps } from './types.ts'

// a form in a form: imported when drawn, since forms are made of fields
const ItemForms = lazy(async () => ({ default: (await import('./ItemForms.tsx')).ItemForms }))

/** A list of objects, each with a form of its own. */
export const ItemsInput = (props: FieldProps) => (
  <Suspense fallback={null}>
    <ItemForms {...props} />
  </Suspense>
)
