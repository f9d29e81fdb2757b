import { CornerUpLeft, ListFilter } from 'lucide-react'
import type { Column } from '#core/relation/relation.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { icon12 } from '../ui/icon.ts'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { EvaluationGlyph } from './EvaluationGlyph.tsx'
import { groupsOf } from './flags.ts'
import { type ReasonActions, unjudgedText, valueBeside, wayText } from './reasons.ts'
import type { GridEvaluation, GridFlag } from './types.ts'

const FlagItem = ({
  flag,
  isThere,
  onGoTo,
  onFilter,
}: { readonly flag: GridFlag } & Pick<ReasonActions, 'isThere' | 'onGoTo' | 'onFilter'>) => {
  const value = valueBeside(flag)
  const fromSource = flag.rule === 'source'
  return (
    <li className="reason-item">
      <SeverityGlyph severity={flag.severity} />
      <div className="grow">
        <div className="said">{flag.message}</div>
        {value !== null && <div className={`mono reason-value ${flag.severity}`}>{value}</div>}
        <div className="reason-about">
          {fromSource ? 'Found while reading' : <span className="mono">{flag.rule}</span>}
          {flag.columns.length > 0 && <> at {flag.columns.join(', ')}</>}
        </div>
      </div>
      {(isThere?.(flag.node) ?? true) && (
        <IconButton
          size="xs"
          label={fromSource ? 'Go to the source' : `Go to the rule ${flag.rule}`}
          icon={<CornerUpLeft {...icon12} />}
          onClick={() => onGoTo(flag)}
        />
      )}
      <IconButton
        size="xs"
        label={fromSource ? 'Show rows like this' : `Show rows that break ${flag.rule}`}
        icon={<ListFilter {...icon12} />}
        onClick={() => onFilter(flag)}
      />
    </li>
  )
}

export interface ReasonItemsProps extends ReasonActions {
  readonly flags: readonly GridFlag[]
  readonly unevaluated: readonly GridEvaluation[]
  readonly columns: readonly Column[]
  readonly values: readonly unknown[]
}

/** Any number of reasons, by the node that gave them and the way they came; then what was not judged at all. */
export const ReasonItems = (props: ReasonItemsProps) => {
  const { flags, unevaluated, columns, values, titleOf, whenOf, onFilter, onFilterEvaluation, ...going } = props
  return (
    <>
      {groupsOf(flags).map(({ node, via, flags: own }) => (
        <section key={`${node} ${via.join('/')}`} className="reason-group">
          <header>
            <b className="el">{titleOf(node)}</b>
            <span className="el">{wayText(via)}</span>
            <span className="sp" />
            <span className="tnum">{own.length === 1 ? '1 reason' : `${own.length} reasons`}</span>
          </header>
          <ul>
            {own.map(flag => (
              <FlagItem
                // one rule may say several things of a row
                key={`${flag.rule} ${flag.columns.join()} ${flag.message}`}
                flag={flag}
                {...(going.isThere ? { isThere: going.isThere } : {})}
                onGoTo={going.onGoTo}
                onFilter={onFilter}
              />
            ))}
          </ul>
        </section>
      ))}
      {unevaluated.length > 0 && (
        <section className="reason-group">
          <header>
            <b>Not judged</b>
            <span className="sp" />
            <span className="tnum">{unevaluated.length === 1 ? '1 rule' : `${unevaluated.length} rules`}</span>
          </header>
          <ul>
            {unevaluated.map(each => (
              <li key={`${each.rule} ${each.columns.join()}`} className="reason-item">
                <EvaluationGlyph state={each.state} />
                <div className="grow">
                  <div className="said">{unjudgedText(each, whenOf(each.rule), columns, values)}</div>
                  <div className="reason-about">
                    <span className="mono">{each.rule}</span>
                    {each.columns.length > 0 && <> at {each.columns.join(', ')}</>}
                  </div>
                </div>
                <IconButton
                  size="xs"
                  label={`Show rows that ${each.rule} says nothing of`}
                  icon={<ListFilter {...icon12} />}
                  onClick={() => onFilterEvaluation(each)}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
