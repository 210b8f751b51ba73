import { defineConfig, type Plugin } from "vitest/config";

/**
 * The page's files are named by their content. A file of a constant name, which the browser asks for anew at each load, says
 * which ones are current.
 */
function current(): Plugin {
  return {
    name: "current",
    enforce: "post",
    generateBundle(_options, bundle) {
      const names = Object.keys(bundle);
      const script = names.find((name) => /^page-.*\.js$/.test(name));
      const style = names.find((name) => name.endsWith(".css"));
      if (!script || !style) {
        this.error(`There must be one script and one style: ${names.join(", ")}`);
      }
      this.emitFile({
        type: "asset",
        fileName: "current.json",
        source: `${JSON.stringify({ script, style })}\n`,
      });
    },
  };
}

/** The licences of the packages that the script contains, beside it. */
function licences(): Plugin {
  return {
    name: "licences",
    async generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) =>
        file.type === "chunk" ? file.moduleIds : [],
      );
      const folders = modules
        .map((id) => /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1])
        .filter((folder) => folder !== undefined);
      const read = (file: string) => this.fs.readFile(file, { encoding: "utf8" });
      const texts = [...new Set(folders)].sort().map(async (folder) => {
        const { name, version } = JSON.parse(await read(`${folder}/package.json`)) as {
          name: string;
          version: string;
        };
        const licence = (await this.fs.readdir(folder)).find((file) => /^licen[cs]e/i.test(file));
        return licence
          ? `${name} ${version}\n\n${(await read(`${folder}/${licence}`)).trim()}\n`
          : this.error(`${name} has no licence.`);
      });
      this.emitFile({
        type: "asset",
        fileName: "licences.txt",
        source: (await Promise.all(texts)).join("\n----\n\n"),
      });
    },
  };
}

export default defineConfig({
  base: "./",
  build: {
    outDir: "target/classes/theme-resources/resources/app-passwords",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: false,
    rollupOptions: {
      input: "src/page.tsx",
      preserveEntrySignatures: "strict",
      // Keycloak's own, by the import map of its account console.
      external: ["react", "react/jsx-runtime", "react-dom"],
      output: { entryFileNames: "page-[hash].js", assetFileNames: "page-[hash][extname]" },
    },
    minify: "esbuild",
  },
  // The tests read the messages of the themes.
  server: { fs: { allow: [".."] } },
  plugins: [current(), licences()],
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.ts", "src/**/*.test.tsx"],
    setupFiles: ["src/test/setup.ts"],
    restoreMocks: true,
    reporters: ["default", ["junit", { outputFile: "target/vitest-reports/TEST-account-ui.xml" }]],
  },
});
