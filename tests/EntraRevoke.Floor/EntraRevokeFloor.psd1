@{
    RootModule = 'EntraRevokeFloor.dll'
    ModuleVersion = '0.1.0'
    GUID = '3f0c9d5e-7b1a-4c62-8e4f-9a6d2b50c817'
    Author = 'The EntraRevoke contributors'
    CompanyName = 'The EntraRevoke contributors'
    Copyright = 'Copyright (c) The EntraRevoke contributors. MIT licence.'
    Description = 'The least that a binary module can be: one cmdlet that does nothing, with a manifest as complete as that of EntraRevoke.'
    CompatiblePSEditions = @('Core')
    PowerShellVersion = '7.4'
    FormatsToProcess = @('EntraRevokeFloor.format.ps1xml')
    CmdletsToExport = @(
        'Invoke-EntraFloor'
    )
    FunctionsToExport = @()
    AliasesToExport = @()
    VariablesToExport = @()
    PrivateData = @{
        PSData = @{
            Tags = @('Entra', 'EntraID', 'AzureAD', 'MicrosoftGraph', 'Security', 'IncidentResponse', 'RefreshToken', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://github.com/entrarevoke/entrarevoke/blob/main/LICENSE'
            ProjectUri = 'https://github.com/entrarevoke/entrarevoke'
            ReleaseNotes = 'https://github.com/entrarevoke/entrarevoke/blob/main/CHANGELOG.md'
        }
    }
}
