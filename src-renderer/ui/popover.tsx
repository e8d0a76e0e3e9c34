import { Popover as Floating, UnstyledButton } from '@mantine/core'
import { type ReactNode, useState } from 'react'

interface PopoverProps {
  /** What the button shows. */
  readonly label: ReactNode
  /** Its name, where what it shows does not say enough. */
  readonly name?: string
  readonly title: string
  readonly className?: string
  readonly testId?: string
  /** The title stands above what is in it. */
  readonly withTitle?: boolean
  readonly disabled?: boolean
  /** Drawn while it is open. */
  readonly children: (close: () => void) => ReactNode
}

/** A button of the frame and a small panel under it. Escape, a click elsewhere or the button itself closes it. */
export function Popover(props: PopoverProps): ReactNode {
  const { label, name, title, className = '', testId, withTitle = true, disabled = false, children } = props
  const [opened, setOpened] = useState(false)
  return (
    <Floating
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      offset={6}
      transitionProps={{ duration: 0 }}
      trapFocus
      returnFocus
    >
      <Floating.Target>
        <UnstyledButton
          className={`control ${className}`}
          title={title}
          data-testid={testId}
          disabled={disabled}
          {...(name !== undefined && { 'aria-label': name })}
          onClick={() => setOpened(!opened)}
        >
          {label}
        </UnstyledButton>
      </Floating.Target>
      <Floating.Dropdown className="popover" aria-label={title}>
        {withTitle && <h2>{title}</h2>}
        {children(() => setOpened(false))}
      </Floating.Dropdown>
    </Floating>
  )
}
