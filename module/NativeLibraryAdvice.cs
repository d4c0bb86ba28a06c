namespace EntraRevoke;

/// <summary>What to do where the operating system does not load the native library, by the reason that it gives.</summary>
internal static class NativeLibraryAdvice
{
    /// <summary>The advice for a failure to load, whose text ends with the loader's reason.</summary>
    internal static string For(string message)
    {
        if (Says(message, "Operation not permitted"))
        {
            return $"Programs may not run from the file system mounted at '{MountPoint()}' (noexec): install the module on "
                + "another one, or mount this one with exec.";
        }

        if (Says(message, "Permission denied") || Says(message, "policy"))
        {
            return "A policy or the permissions of the file forbid it: an administrator must allow the file.";
        }

        return Says(message, "not found") || Says(message, "No such file")
            ? "Something that the library needs is missing on this system, or is too old."
            : "Reinstall the module and start a new PowerShell session.";
    }

    private static bool Says(string message, string reason) =>
        message.Contains(reason, StringComparison.OrdinalIgnoreCase);

    private static string MountPoint()
    {
        var folder = Path.GetDirectoryName(typeof(NativeLibraryAdvice).Assembly.Location) ?? "/";
        return DriveInfo
                .GetDrives()
                .Select(drive => drive.RootDirectory.FullName)
                .Where(root => folder.StartsWith(root, StringComparison.Ordinal))
                .MaxBy(root => root.Length)
            ?? folder;
    }
}
