import { type Change, lost } from '../node/changes.ts'
import { cast, column } from '../relation/build.ts'
import type { Column } from '../relation/relation.ts'
import { misfit } from '../source/cells.ts'
import { converted, type TextFormat } from './value.ts'

/** A column converted to another type under a name; a cell that does not fit, or would lose something, is an error. */
export const retyped = (of: Column, name: string, type: string, how: TextFormat): Change => ({
  name,
  value: converted(of, type, how),
  raw: cast(column(of.name), 'VARCHAR'),
  faults: [
    {
      when: lost(column(of.name)),
      reason: {
        rule: name,
        kind: 'type',
        columns: [name],
        severity: 'error',
        message: misfit(type),
        dimension: 'validity',
      },
    },
  ],
})
