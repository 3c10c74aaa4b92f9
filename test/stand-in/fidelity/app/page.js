const button = document.querySelector('#count')
button?.addEventListener('click', () => (button.textContent = String(Number(button.textContent) + 1)))

/** Answers once a worker has posted to the app's own scheme. */
window.askWorker = () =>
  new Promise((resolve) => {
    const worker = new Worker('worker.js', { type: 'module' })
    worker.onmessage = ({ data }) => resolve(data)
    worker.onerror = ({ message }) => resolve({ error: message })
    worker.postMessage('仕事')
  })
