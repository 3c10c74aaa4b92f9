/** The app's answer to "may this page open a window?". */
export interface WindowOpenAnswer {
  readonly action: 'deny' | 'allow'
  readonly overrideBrowserWindowOptions?: object
}

export type WindowOpenHandler = (details: {
  url: string
  frameName: string
  features: string
  disposition: string
  referrer: { url: string; policy: string }
}) => WindowOpenAnswer
