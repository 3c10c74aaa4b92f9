/** The look: quiet blue-grey, one accent (藍), small dense controls, contrast of at least 4.5 everywhere. */
import {
  Button,
  createTheme,
  Modal,
  NumberInput,
  PasswordInput,
  Select,
  Textarea,
  TextInput,
  type MantineColorsTuple,
} from '@mantine/core'

const ai: MantineColorsTuple = [
  '#eef3fa',
  '#dbe6f3',
  '#b9cce6',
  '#92aed8',
  '#7094ca',
  '#557fbd',
  '#416cb0',
  '#31599a',
  '#234a80',
  '#173765',
]
const gray: MantineColorsTuple = [
  '#f6f8fa',
  '#edf1f5',
  '#dfe6ec',
  '#cbd5de',
  '#aebbc8',
  '#8796a6',
  '#566577',
  '#45535f',
  '#323e4a',
  '#1e2832',
]

/** Text and buttons in a colour of warning keep 4.5 : 1 on white and on the grey ground. */
const red: MantineColorsTuple = [
  '#fdeef0',
  '#fbe0e3',
  '#f3bcc3',
  '#ea949f',
  '#de6b7a',
  '#d04a5c',
  '#c23347',
  '#b32438',
  '#a3192b',
  '#831222',
]
const yellow: MantineColorsTuple = [
  '#fdf6e6',
  '#fbecca',
  '#f5d896',
  '#efc261',
  '#e6ad38',
  '#d4971b',
  '#b57d0c',
  '#956405',
  '#7a4d00',
  '#5f3b00',
]
const green: MantineColorsTuple = [
  '#eaf6ee',
  '#d6ecdf',
  '#aed8bf',
  '#83c29c',
  '#5dab7c',
  '#3f9562',
  '#2b7f4d',
  '#207040',
  '#17653a',
  '#0f4c2b',
]

const small = { defaultProps: { size: 'sm' } }

export const theme = createTheme({
  primaryColor: 'ai',
  primaryShade: 8,
  autoContrast: true,
  colors: { ai, gray, red, yellow, green },
  black: '#1e2832',
  fontFamily: "'BIZ UDGothic', 'Yu Gothic UI', 'Meiryo', sans-serif",
  fontFamilyMonospace: "'BIZ UDGothic', 'Consolas', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  headings: { fontFamily: "'BIZ UDGothic', 'Yu Gothic UI', 'Meiryo', sans-serif", fontWeight: '700' },
  spacing: { xs: '6px', sm: '10px', md: '14px', lg: '20px', xl: '28px' },
  defaultRadius: '4px',
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    TextInput: TextInput.extend(small),
    PasswordInput: PasswordInput.extend(small),
    NumberInput: NumberInput.extend(small),
    // A list that opens by itself covers what the eye is on; ↓, Space or a click opens it.
    Select: Select.extend({ defaultProps: { ...small.defaultProps, openOnFocus: false } }),
    Textarea: Textarea.extend(small),
    // The body never scrolls; locking it would insert a style tag without our nonce (CSP).
    Modal: Modal.extend({
      defaultProps: { centered: true, lockScroll: false, transitionProps: { duration: 0 } },
    }),
  },
})
