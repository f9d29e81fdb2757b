import { RotateCcw } from 'lucide-react'
import { useId } from 'react'
import type { z } from '#core/node/settings.ts'
import type { Finding } from '#core/source/description.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { icon12 } from '../../ui/icon.ts'
import { Select } from '../../ui/Select.tsx'
import { Tooltip } from '../../ui/Tooltip.tsx'
import { Words } from '../../ui/Words.tsx'
import { problemsAt, useForm } from '../form-context.ts'
import { ProblemLine } from '../ProblemLine.tsx'
import { choicesOf, defaultOf, type FormField, unwrap } from '../schema.ts'
import { GuessInput } from './GuessInput.tsx'

/** A list of sentences, in which names and texts of the file are code. */
export const Evidence = ({ said }: { readonly said: readonly string[] }) => (
  <ul className="evidence">
    {said.map(sentence => (
      <li key={sentence}>
        <Words text={sentence} />
      </li>
    ))}
  </ul>
)

/** Something that was found out and that no setting says. */
export const FactRow = ({ finding }: { readonly finding: Finding }) => (
  <div className="field-row finding">
    <span className="field-label">{finding.label}</span>
    <div className="field-body">
      <span className="fact mono">{finding.value}</span>
      <Evidence said={finding.evidence} />
    </div>
  </div>
)

export interface FindingRowProps {
  readonly field: FormField
  readonly value: unknown
  readonly finding: Finding | undefined
  readonly onChange: (value: unknown) => void
}

const numberOr = (text: string, schema: z.ZodType): unknown => {
  const number = Number(text)
  return schema.safeParse(number).success ? number : text
}

/** A setting that is found out unless someone says it: what is in force, why, and what else it could be. */
export const FindingRow = ({ field: { key, meta, schema }, value, finding, onChange }: FindingRowProps) => {
  const id = useId()
  const { problems } = useForm()
  const own = problemsAt(problems, key)
  const initial = defaultOf(schema)
  const given = value !== undefined && value !== initial
  const { nullable } = unwrap(schema)
  const inForce = value ?? initial
  const shown = finding?.value ?? (inForce === undefined || inForce === null ? '' : String(inForce))
  const choices = choicesOf(schema).filter(choice => choice !== null)
  const label = (choice: unknown) =>
    finding?.options.find(option => option.value === choice)?.label ?? meta.labels?.[String(choice)] ?? String(choice)
  const isChoice = choices.length > 0 && meta.widget === 'choice'
  const automatic = initial !== null && !nullable && meta.labels?.[String(initial)] === 'found out'
  const chosen = finding
    ? (finding.options.find(option => option.label === finding.value)?.value ?? null)
    : automatic && inForce === initial
      ? null
      : inForce
  const offered = automatic ? choices.filter(choice => choice !== initial) : choices
  return (
    <div className="field-row finding" data-setting={key}>
      <span className="field-label">
        <Tooltip text={meta.help ?? meta.label} side="left">
          <label htmlFor={id} className="helped">
            {meta.label}
          </label>
        </Tooltip>
      </span>
      <div className="field-body">
        <span className="guess">
          {isChoice ? (
            <Select
              id={id}
              size="sm"
              className={given ? '' : 'found'}
              label={meta.label}
              value={chosen === undefined || chosen === null ? null : String(chosen)}
              options={offered.map(choice => ({ value: String(choice), label: label(choice) }))}
              placeholder={finding?.value ?? 'found out'}
              invalid={own.length > 0}
              onChange={text => onChange(choices.find(choice => String(choice) === text))}
            />
          ) : (
            <GuessInput
              id={id}
              label={meta.label}
              shown={shown}
              given={given}
              options={finding?.options ?? []}
              invalid={own.some(problem => problem.severity === 'error')}
              onChange={text => onChange(numberOr(text, schema))}
            />
          )}
          {given && (
            <IconButton
              size="xs"
              icon={<RotateCcw {...icon12} />}
              label={nullable || automatic ? `Find out again: ${meta.label}` : `As before: ${meta.label}`}
              onClick={() => onChange(initial)}
            />
          )}
        </span>
        {own.map(problem => (
          <ProblemLine key={`${problem.code} ${problem.message}`} problem={problem} />
        ))}
        {finding && <Evidence said={finding.evidence} />}
      </div>
    </div>
  )
}
