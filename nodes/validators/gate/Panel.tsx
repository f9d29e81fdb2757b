import { useState } from 'react'
import type { GateLimit } from '#core/node/kind.ts'
import type { z } from '#core/node/settings.ts'
import { AddButton } from '#renderer/fields/AddButton.tsx'
import { Form } from '#renderer/fields/Form.tsx'
import { problemsAt } from '#renderer/fields/form-context.ts'
import { ItemRow } from '#renderer/fields/ItemRow.tsx'
import { keyAt, listOf, movedTo, without } from '#renderer/fields/list.ts'
import { itemOf } from '#renderer/fields/schema.ts'
import type { FieldProps } from '#renderer/fields/types.ts'
import { Select } from '#renderer/ui/Select.tsx'
import { TextField } from '#renderer/ui/TextField.tsx'
import './gate.css'

/** A limit as the flow holds it: half-typed ones too. */
interface LimitSettings {
  readonly of?: unknown
  readonly against?: unknown
  readonly warn?: GateLimit
  readonly stop?: GateLimit
  readonly [key: string]: unknown
}

type Change = (part: LimitSettings, typing?: string) => void

interface BoundProps {
  readonly word: 'warn' | 'stop'
  readonly label: string
  readonly compares: boolean
  readonly bound: GateLimit | undefined
  readonly onChange: (bound: GateLimit | undefined, typing?: string) => void
}

/** "stop above 5 % of rows"; a bound that has both a count and a percent shows both. */
const BoundField = ({ word, label, compares, bound, onChange }: BoundProps) => {
  const units = [
    { value: 'percent', label: compares ? '% change' : '% of rows' },
    { value: 'count', label: compares ? 'rows more' : 'rows' },
  ] as const
  const [chosen, choose] = useState<keyof GateLimit>('percent')
  const given = (['percent', 'count'] as const).filter(unit => bound?.[unit] !== undefined)
  return (given.length === 0 ? [chosen] : given).map(unit => (
    <div key={given.length > 1 ? unit : 'one'} className="gate-limit">
      <span className="f2">{word} above</span>
      <TextField
        size="sm"
        inputMode="decimal"
        value={bound?.[unit] === undefined ? '' : String(bound[unit])}
        placeholder="never"
        aria-label={`${label}: ${word} above`}
        onChange={text => {
          const number = Number(text)
          const next = without({
            ...bound,
            [unit]: text.trim() === '' || !Number.isFinite(number) ? undefined : number,
          })
          onChange(Object.keys(next).length === 0 ? undefined : (next as GateLimit), `${word} ${unit}`)
        }}
      />
      <Select
        size="sm"
        label={`${label}: unit of ${word}`}
        value={unit}
        options={units}
        onChange={other => {
          choose(other)
          const number = bound?.[unit]
          if (number !== undefined && given.length === 1) onChange({ [other]: number })
        }}
      />
    </div>
  ))
}

const ofAllRows: ReadonlySet<string> = new Set(['validator', 'rule', 'severity', 'against'])
const none: ReadonlySet<string> = new Set()

interface LimitProps {
  readonly schema: z.ZodType
  readonly setting: string
  readonly label: string
  readonly limit: LimitSettings
  readonly onChange: Change
}

const LimitFields = ({ schema, setting, label, limit, onChange }: LimitProps) => {
  const ofRows = limit.of === 'rows'
  const change = (key: string, value: unknown, typing?: string) => {
    const cleared = { validator: undefined, rule: undefined, severity: undefined }
    if (key === 'of' && value === 'rows') onChange({ ...cleared, of: value, against: 'last_good' })
    else if (key === 'of') onChange({ of: value, against: undefined })
    else onChange({ [key]: value }, typing && `${key} ${typing}`)
  }
  return (
    <div className="gate-item" data-setting={setting}>
      <Form schema={schema} values={limit} base={setting} skip={ofRows ? ofAllRows : none} onChange={change} />
      {ofRows && <p className="f3 x">against the last good run, either way</p>}
      {(['warn', 'stop'] as const).map(word => (
        <BoundField
          key={word}
          word={word}
          label={label}
          compares={ofRows || limit.against === 'last_good'}
          bound={limit[word]}
          onChange={(bound, typing) => onChange({ [word]: bound }, typing)}
        />
      ))}
    </div>
  )
}

/** The list of limits: each one says what it counts, and when it warns or stops. */
export const GateLimitsPanel = ({ id, setting, schema, value, problems, onChange }: FieldProps) => {
  const limits = listOf<LimitSettings>(value)
  const item = itemOf(schema)
  if (!item) return null
  return (
    <div className="list-field gate-list">
      <ol>
        {limits.map((limit, index) => (
          <ItemRow
            key={keyAt(index, limits)}
            index={index}
            list={id}
            what={`limit ${index + 1}`}
            className="formula"
            invalid={problemsAt(problems, `${setting}.${index}`).length > 0}
            onMove={(from, to) => onChange(movedTo(limits, from, to))}
            onRemove={() => onChange(limits.toSpliced(index, 1))}
          >
            <LimitFields
              schema={item}
              setting={`${setting}.${index}`}
              label={`Limit ${index + 1}`}
              limit={limit}
              onChange={(part, typing) =>
                onChange(limits.with(index, without({ ...limit, ...part })), typing && `${index} ${typing}`)
              }
            />
          </ItemRow>
        ))}
      </ol>
      <AddButton label="Add a limit" onClick={() => onChange([...limits, { stop: { percent: 5 } }])} />
    </div>
  )
}
