self.onmessage = async ({ data }) => {
  const response = await fetch('/echo', { method: 'POST', body: data })
  self.postMessage({ status: response.status, body: await response.text(), secure: self.isSecureContext })
}
