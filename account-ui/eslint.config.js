import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["target/", "node_modules/", ".toolchain/", "eslint.config.js", "public/"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
  },
);
