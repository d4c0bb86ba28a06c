namespace EntraRevoke;

/// <summary>Name and version of this module.</summary>
internal static class ModuleInfo
{
    /// <summary>Name of the module.</summary>
    internal const string Name = "EntraRevoke";

    /// <summary>The parameter set of cmdlets that have only one, named as the peers name it.</summary>
    internal const string DefaultSet = "Default";

    /// <summary>Where the online version of each help page is.</summary>
    internal const string Docs = "https://github.com/entrarevoke/entrarevoke/blob/main/module/docs/en-US/";

    /// <summary>The application that the native library signs in with when it is told no other.</summary>
    internal const string DefaultClientId = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

    /// <summary>Version of the module, such as <c>0.1.0</c>.</summary>
    internal static string Version { get; } = typeof(ModuleInfo).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
