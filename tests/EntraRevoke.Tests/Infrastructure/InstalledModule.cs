namespace EntraRevoke.Tests.Infrastructure;

/// <summary>The packed module, copied to a module path that has nothing else, as a user installs it.</summary>
internal sealed class InstalledModule : IDisposable
{
    private readonly DirectoryInfo _modulePath = Directory.CreateTempSubdirectory("EntraRevoke.Tests");

    internal InstalledModule()
    {
        Folder = Path.Combine(_modulePath.FullName, "EntraRevoke", Path.GetFileName(Repository.ModuleFolder));
        foreach (var file in Files(Repository.ModuleFolder))
        {
            var copy = Path.Combine(Folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(Repository.ModuleFolder, file), copy);
        }
    }

    /// <summary>The folder with the manifest.</summary>
    internal string Folder { get; }

    /// <summary>All files below a folder, by their names with <c>/</c>.</summary>
    internal static IEnumerable<string> Files(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'));

    /// <summary>Runs a script in a fresh engine that can find this module by its name.</summary>
    internal Task<HostProcess.Outcome> Run(string script) =>
        HostProcess.Run(script, ("PSModulePath", _modulePath.FullName));

    public void Dispose() => _modulePath.Delete(recursive: true);
}
