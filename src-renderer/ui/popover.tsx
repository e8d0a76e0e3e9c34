import { useClickOutside } from '@mantine/hooks'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'

interface PopoverProps {
  /** What the button shows. */
  readonly label: ReactNode
  /** Its name, where it shows none. */
  readonly name?: string
  readonly title: string
  readonly className?: string
  /** Drawn while it is open. */
  readonly children: () => ReactNode
}

/** A button and a small panel under it. Escape, a click elsewhere or the button itself closes it. */
export function Popover({ label, name, title, className = '', children }: PopoverProps): ReactNode {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const id = useId()
  const outside = useClickOutside<HTMLSpanElement>(() => setOpen(false))
  useEffect(() => {
    if (open) panel.current?.focus()
  }, [open])
  return (
    <span
      ref={outside}
      className="popover-of"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        event.stopPropagation()
        setOpen(false)
        button.current?.focus()
      }}
    >
      <button
        ref={button}
        type="button"
        className={`popover-button ${className}`}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-haspopup="dialog"
        {...(name !== undefined && { 'aria-label': name, title: name })}
        onClick={() => setOpen(!open)}
      >
        {label}
      </button>
      {open && (
        <div ref={panel} id={id} className="popover" role="dialog" aria-label={title} tabIndex={-1}>
          <h2>{title}</h2>
          {children()}
        </div>
      )}
    </span>
  )
}
