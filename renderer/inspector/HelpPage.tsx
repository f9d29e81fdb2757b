import { ArrowLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { icon14 } from '../ui/icon.ts'
import { helpLoader } from './help-pages.ts'
import { Markdown } from './Markdown.tsx'

/** The kind's own page, read when it is opened. */
export const HelpPage = ({ kind, onClose }: { readonly kind: string; readonly onClose: () => void }) => {
  const [text, setText] = useState<string | null>(null)
  useEffect(() => {
    let current = true
    const load = helpLoader(kind)
    if (!load) setText('There is no page for this kind.')
    else void load().then(found => current && setText(found))
    return () => {
      current = false
    }
  }, [kind])
  return (
    <div className="inspector-body help-page">
      <Button size="sm" variant="ghost" icon={<ArrowLeft {...icon14} />} onClick={onClose}>
        Settings
      </Button>
      {text !== null && <Markdown text={text} />}
    </div>
  )
}
