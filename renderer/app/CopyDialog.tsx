import { File } from 'lucide-react'
import { useRef } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { icon14 } from '../ui/icon.ts'
import type { CopyRequest } from './copying.ts'
import { fileSize } from './file-size.ts'

/** Asked before files that have no path for the editor are kept beside the flow. */
const CopyDialog = ({ request }: { readonly request: CopyRequest }) => {
  const { title, about, files, folder, choice, resolve } = request
  const copy = useRef<HTMLButtonElement>(null)
  return (
    <Dialog
      open
      focus={copy}
      width={520}
      onClose={() => resolve(null)}
      title={title}
      description={about}
      actions={
        <>
          {choice && (
            <Button variant="ghost" onClick={() => resolve('choose')}>
              Choose it where it lies…
            </Button>
          )}
          <span className="sp" />
          <Button onClick={() => resolve(null)}>Cancel</Button>
          <Button ref={copy} variant="main" onClick={() => resolve('copy')}>
            {files.length === 1 ? 'Keep a copy' : `Keep ${files.length} copies`}
          </Button>
        </>
      }
    >
      <ul className="copies">
        {files.map(({ name, size }) => (
          <li key={name}>
            <File {...icon14} />
            <span className="el" title={name}>
              {name}
            </span>
            <span className="sp" />
            <span className="x f3 tnum">{fileSize(size)}</span>
          </li>
        ))}
      </ul>
      <p className="copies-where f2">
        Into <span className="mono">{folder}</span>. A file that is there already is not written over: the copy gets
        another name.
      </p>
    </Dialog>
  )
}

export default CopyDialog
