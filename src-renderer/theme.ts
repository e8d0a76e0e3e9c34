import { Button, createTheme, Modal, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core'

/**
 * Colours and fonts are CSS variables in styles.css, because Mantine would put a theme's into a `<style>` element,
 * which the content security policy forbids. For the same reason no modal locks the scroll (it injects one too).
 */
export const theme = createTheme({
  primaryColor: 'blue',
  defaultRadius: 'sm',
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    Modal: Modal.extend({
      defaultProps: { lockScroll: false, centered: true, size: 'lg', transitionProps: { duration: 100 } },
    }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: 'xs' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'xs' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'xs' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
  },
})
