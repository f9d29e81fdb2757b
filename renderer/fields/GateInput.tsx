import type { GateLimit, RuleGate } from '#core/node/kind.ts'
import { z } from '#core/node/settings.ts'
import { type RuleSeverity, ruleSeverities } from '#core/rules/types.ts'
import { Select } from '../ui/Select.tsx'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { TextField } from '../ui/TextField.tsx'
import { without } from './list.ts'
import { emptyOf, unwrap } from './schema.ts'
import type { FieldProps } from './types.ts'

type Unit = keyof GateLimit

const units = [
  { value: 'percent', label: '% of rows' },
  { value: 'count', label: 'rows' },
] as const

interface LimitProps {
  readonly word: string
  readonly label: string
  readonly limit: GateLimit | undefined
  readonly onChange: (limit: GateLimit | undefined, typing?: string) => void
}

/** "stop above 5 % of rows" */
const LimitField = ({ word, label, limit, onChange }: LimitProps) => {
  const unit: Unit = limit?.count !== undefined ? 'count' : 'percent'
  const value = limit?.[unit]
  const put = (text: string) => {
    const number = Number(text)
    if (text.trim() === '' || !Number.isFinite(number)) onChange(undefined, word)
    else onChange({ [unit]: number }, word)
  }
  return (
    <div className="gate-limit">
      <span className="f2">{word} above</span>
      <TextField
        size="sm"
        inputMode="decimal"
        value={value === undefined ? '' : String(value)}
        placeholder="never"
        aria-label={`${label}: ${word} above`}
        onChange={put}
      />
      <Select
        size="sm"
        label={`${label}: unit of ${word}`}
        value={unit}
        options={units}
        onChange={next => value !== undefined && onChange({ [next]: value })}
      />
    </div>
  )
}

interface GateProps {
  readonly label: string
  readonly gate: RuleGate
  readonly onChange: (gate: RuleGate, typing?: string) => void
}

const GateFields = ({ label, gate, onChange }: GateProps) =>
  (['warn', 'stop'] as const).map(word => (
    <LimitField
      key={word}
      word={word}
      label={label}
      limit={gate[word]}
      onChange={(limit, typing) => onChange(without({ ...gate, [word]: limit }) as RuleGate, typing)}
    />
  ))

const isBySeverity = (schema: z.ZodType) => {
  const { inner } = unwrap(schema)
  return inner instanceof z.ZodObject && 'critical' in inner.shape
}

/** When a run is warned of or stopped: for one rule, or for the rows of each severity. */
export const GateInput = ({ meta, schema, value, onChange }: FieldProps) => {
  if (!isBySeverity(schema)) {
    const change = (gate: RuleGate, typing?: string) =>
      onChange(Object.keys(gate).length ? gate : emptyOf(schema), typing)
    return (
      <div className="gate-field">
        <GateFields label={meta.label} gate={(value as RuleGate | null) ?? {}} onChange={change} />
      </div>
    )
  }
  const gates = (value ?? {}) as Readonly<Partial<Record<RuleSeverity, RuleGate>>>
  const change = (severity: RuleSeverity) => (gate: RuleGate, typing?: string) =>
    onChange(
      without({ ...gates, [severity]: Object.keys(gate).length ? gate : undefined }),
      typing && `${severity} ${typing}`,
    )
  return (
    <div className="gate-field">
      {ruleSeverities.toReversed().map(severity => (
        <section key={severity}>
          <span className="row">
            <SeverityGlyph severity={severity} size={12} />
            {severity}
          </span>
          <GateFields label={`${meta.label} of ${severity}`} gate={gates[severity] ?? {}} onChange={change(severity)} />
        </section>
      ))}
    </div>
  )
}
