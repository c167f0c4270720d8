// Start a GitHub with one list in it, say its address on the first line, and run until the end of
// standard input. The first argument is the folder that holds node_modules.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const api = join(process.argv[2], "node_modules", "emulate", "dist", "api.js");
const { createEmulator } = await import(pathToFileURL(api));
const github = await createEmulator({
  service: "github",
  port: Number(process.argv[3]),
  seed: {
    tokens: {
      "the-maintainers-token": { login: "maintainer", scopes: ["repo"] },
      "the-bots-token": { login: "the-bot", scopes: ["repo"] },
    },
    github: {
      users: [{ login: "maintainer" }, { login: "the-bot" }],
      repos: [{ owner: "maintainer", name: "a-list", default_branch: "main", auto_init: true }],
    },
  },
});
console.log(github.url);
process.stdin.resume();
process.stdin.on("end", async () => {
  await github.close();
  process.exit(0);
});
