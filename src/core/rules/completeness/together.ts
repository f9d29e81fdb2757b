import { field, z } from '../../node/settings.ts'

/** Columns that are judged together. */
export const several = field(z.array(z.string()).min(2, 'name at least two columns'), {
  label: 'Columns',
  help: 'The columns that are judged together.',
  widget: 'columns',
})
