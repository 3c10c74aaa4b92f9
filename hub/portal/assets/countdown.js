// Counts down the time left on the page of a waiting time. Without scripts the page says the minutes as they
// were when it was made, and how late it is then.
for (const place of document.querySelectorAll('[data-left-ms]')) {
  const end = performance.now() + Number(place.dataset.leftMs)
  const show = () => {
    const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000))
    place.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
    if (seconds > 0) return
    clearInterval(timer)
    location.reload()
  }
  const timer = setInterval(show, 1000)
  show()
}
