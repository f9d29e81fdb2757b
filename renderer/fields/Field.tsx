import { useId } from 'react'
import { Tooltip } from '../ui/Tooltip.tsx'
import { ProblemLine } from './ProblemLine.tsx'
import type { FieldProps } from './types.ts'
import { ownProblems, wideWidgets, widgets } from './widgets.ts'

/** A setting: label 88 and field, wide ones below their label; what is wrong with it under it. */
export const Field = (props: Omit<FieldProps, 'id'>) => {
  const id = useId()
  const { meta, setting, problems } = props
  const Widget = widgets[meta.widget]
  const wide = wideWidgets.has(meta.widget)
  const shown = ownProblems.has(meta.widget) ? problems.filter(problem => problem.setting === setting) : problems
  if (meta.widget === 'rules') return <Widget {...props} id={id} />
  return (
    <div className={wide ? 'field-row wide' : 'field-row'} data-setting={setting}>
      <span className="field-label">
        {meta.help ? (
          <Tooltip text={meta.help} side="left">
            <label htmlFor={id} className="helped">
              {meta.label}
            </label>
          </Tooltip>
        ) : (
          <label htmlFor={id}>{meta.label}</label>
        )}
      </span>
      <div className="field-body">
        <Widget {...props} id={id} />
        {shown.map(problem => (
          <ProblemLine key={`${problem.code} ${problem.setting} ${problem.message}`} problem={problem} />
        ))}
      </div>
    </div>
  )
}
