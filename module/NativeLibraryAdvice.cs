namespace EntraRevoke;

/// <summary>What to do where the operating system does not load the native library.</summary>
internal static class NativeLibraryAdvice
{
    /// <summary>The mounts of this process on Linux (proc(5)): device, folder, type and options of one on each line.</summary>
    private const string Mounts = "/proc/self/mounts";

    /// <summary>The advice for a failure to load, whose text ends with the loader's reason.</summary>
    internal static string For(string message)
    {
        if (MountWithoutPrograms() is { } mount)
        {
            return $"Nothing may be run from the file system mounted at '{mount}' (noexec): install the module on another "
                + "one, or mount this one with exec.";
        }

        return Says(message, "not permitted") || Says(message, "Permission denied") || Says(message, "policy")
                ? "The permissions of the file or a policy of this computer forbid it: an administrator must allow it."
            : Says(message, "not found") || Says(message, "No such file")
                ? "Something that the library needs is missing on this computer, or is too old."
            : "Reinstall the module and start a new PowerShell session.";
    }

    private static bool Says(string message, string reason) =>
        message.Contains(reason, StringComparison.OrdinalIgnoreCase);

    /// <summary>The folder where the file system with this module is mounted, if that is with noexec.</summary>
    private static string? MountWithoutPrograms()
    {
        if (!File.Exists(Mounts))
        {
            return null;
        }

        var module = typeof(NativeLibraryAdvice).Assembly.Location;
        string[]? nearest = null;
        foreach (var line in File.ReadLines(Mounts))
        {
            // A blank in a folder's name is written as its octal number.
            var mount = Array.ConvertAll(
                line.Split(' '),
                field => field.Replace("\\040", " ", StringComparison.Ordinal)
            );
            if (mount.Length > 3 && IsBelow(module, mount[1]) && mount[1].Length >= (nearest?[1].Length ?? 0))
            {
                nearest = mount;
            }
        }

        return nearest?[3].Split(',').Contains("noexec", StringComparer.Ordinal) == true ? nearest[1] : null;
    }

    private static bool IsBelow(string file, string folder) =>
        file.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);
}
