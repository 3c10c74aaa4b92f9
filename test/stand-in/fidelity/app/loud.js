console.log('a script ran')
