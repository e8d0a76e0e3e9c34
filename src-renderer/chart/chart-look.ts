/** The colours of the theme that is shown, as the canvas needs them. */
export interface ChartColours {
  readonly panel: string
  readonly line: string
  readonly ink: string
  readonly inkSoft: string
  readonly accent: string
  readonly buy: string
  readonly sell: string
  readonly warn: string
}

/** Reads them from the style sheet: they are written nowhere else. */
export function coloursNow(): ChartColours {
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  return {
    panel: colour('panel'),
    line: colour('line'),
    ink: colour('ink'),
    inkSoft: colour('ink-soft'),
    accent: colour('accent'),
    buy: colour('buy'),
    sell: colour('sell'),
    warn: colour('warn'),
  }
}

/** A colour of the style sheet (`#rrggbb`) let through in part; `alpha` as two hexadecimal digits. */
export function seeThrough(colour: string, alpha: string): string {
  return /^#[0-9a-f]{6}$/i.test(colour) ? colour + alpha : colour
}

const attribute = 'data-mantine-color-scheme'

export function themeNow(): string {
  return document.documentElement.getAttribute(attribute) ?? ''
}

export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: [attribute] })
  return () => observer.disconnect()
}
