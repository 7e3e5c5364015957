/** A program with links, to be killed: prints the id of their process, and goes on for ever. */

import { LinkProcess } from 'peering'

const links = await LinkProcess.start(JSON.parse(process.argv[2]))
console.log(links.pid)
setInterval(() => {}, 1000)
