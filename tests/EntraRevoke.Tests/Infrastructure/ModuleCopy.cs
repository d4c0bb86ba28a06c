namespace EntraRevoke.Tests.Infrastructure;

/// <summary>A copy of the packed module in a folder of its own, to be damaged.</summary>
internal sealed class ModuleCopy : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("entra-module-");

    internal ModuleCopy()
    {
        Folder = Path.Combine(Root, "EntraRevoke", Path.GetFileName(Repository.ModuleFolder));
        foreach (var file in Directory.EnumerateFiles(Repository.ModuleFolder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(Repository.ModuleFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>The folder to put on the module path.</summary>
    internal string Root => _root.FullName;

    /// <summary>The folder of the module.</summary>
    internal string Folder { get; }

    /// <summary>Its native library.</summary>
    internal string NativeLibrary => Repository.NativeLibrary(Folder);

    public void Dispose() => _root.Delete(recursive: true);
}
