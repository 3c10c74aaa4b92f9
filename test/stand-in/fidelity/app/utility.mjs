const { parentPort } = process

parentPort.on('message', ({ data }) => {
  if (data.lastWords !== undefined) parentPort.postMessage(data.lastWords)
  if (data.exitWith !== undefined) process.exit(data.exitWith)
  parentPort.postMessage({
    echo: data,
    isView: data.bytes instanceof Uint8Array && !Buffer.isBuffer(data.bytes),
    args: process.argv.slice(2),
    flag: process.env.FIDELITY_FLAG,
    type: process.type,
  })
})
