import { Calendar, Clock } from 'lucide-react'
import { type ColumnLook, lookOf } from './column-type.ts'
import './type-glyph.css'

const texts = {
  integer: '123',
  decimal: '1.2',
  text: 'Abc',
  boolean: 'T/F',
  nested: '{ }',
  binary: '0x',
  other: '?',
} satisfies Record<Exclude<ColumnLook, 'date' | 'time'>, string>

/** A column's type in three characters or an icon; the type's own name on hover. */
export const TypeGlyph = ({ type }: { readonly type: string }) => {
  const look = lookOf(type)
  const icon = { size: 12, strokeWidth: 1.75, 'aria-hidden': true } as const
  return (
    <span className="type-glyph" title={type}>
      {look === 'date' ? <Calendar {...icon} /> : look === 'time' ? <Clock {...icon} /> : texts[look]}
    </span>
  )
}
