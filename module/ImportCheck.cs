using System.Management.Automation;
using System.Runtime.CompilerServices;
using EntraRevoke.Native;

namespace EntraRevoke;

/// <summary>
/// Ends the import with one error where the package has no native library for the platform, since no cmdlet could do
/// its work.
/// </summary>
public sealed class ImportCheck : IModuleAssemblyInitializer
{
    /// <summary>Looks for the platform's folder; loads nothing.</summary>
    public void OnImport()
    {
        if (!NativeLocation.IsPlatformSupported)
        {
            throw UnsupportedPlatform();
        }
    }

    // Apart from the check, since compiling this loads the assembly of the bindings.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static RuntimeException UnsupportedPlatform()
    {
        var failure = new EntraRevokeException(
            EntraErrorKind.Internal,
            "PlatformNotSupported",
            NativeLocation.UnsupportedPlatform()
        );
        var error = ErrorTranslator.ToErrorRecord(cmdlet: null, failure, target: null);
        return new RuntimeException(error.Exception.Message, error.Exception, error);
    }
}
