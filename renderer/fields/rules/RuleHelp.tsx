import type { RuleFace } from '#core/rules/rule.ts'
import { Markdown } from '../../inspector/Markdown.tsx'

/** What a rule flags, with its example. */
export const RuleHelp = ({ kind }: { readonly kind: RuleFace }) => (
  <section className="rule-help" aria-label={`What ${kind.title} flags`}>
    <Markdown text={kind.help} />
  </section>
)
