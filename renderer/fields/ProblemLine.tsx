import { Wrench } from 'lucide-react'
import type { Problem } from '#core/problem.ts'
import { Button } from '../ui/Button.tsx'
import { icon12 } from '../ui/icon.ts'
import { SeverityGlyph } from '../ui/SeverityGlyph.tsx'
import { Words } from '../ui/Words.tsx'
import { useForm } from './form-context.ts'
import { atItsPlace } from './problem-text.ts'

/** What is wrong with a setting, with its hint and its fix. */
export const ProblemLine = ({ problem }: { readonly problem: Problem }) => {
  const { fix } = useForm()
  return (
    <div className={`problem-line ${problem.severity}`} role={problem.severity === 'error' ? 'alert' : undefined}>
      <SeverityGlyph severity={problem.severity} size={12} />
      <span className="text">
        <Words text={atItsPlace(problem.message)} />
        {problem.hint && !problem.fix && (
          <span className="hint">
            {' '}
            <Words text={problem.hint} />
          </span>
        )}
      </span>
      {problem.fix && (
        <Button size="sm" icon={<Wrench {...icon12} />} onClick={() => problem.fix && fix(problem.fix)}>
          {problem.fix.title}
        </Button>
      )}
    </div>
  )
}
