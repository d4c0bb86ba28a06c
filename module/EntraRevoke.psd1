@{
    RootModule = 'EntraRevoke.dll'
    ModuleVersion = '0.1.0'
    GUID = 'b8f1d3a6-52c7-4e09-9d64-7a2e83c15f40'
    Author = 'The EntraRevoke contributors'
    CompanyName = 'The EntraRevoke contributors'
    Copyright = 'Copyright (c) The EntraRevoke contributors. MIT licence.'
    Description = 'Signs in to Microsoft Entra ID and ends every session of a user: a small, self-contained replacement for Revoke-EntraSignedInUserAllRefreshToken of Microsoft.Graph.Entra.'
    CompatiblePSEditions = @('Core')
    PowerShellVersion = '7.4'
    FormatsToProcess = @('EntraRevoke.format.ps1xml')
    CmdletsToExport = @(
        'Add-EntraEnvironment'
        'Connect-Entra'
        'Disconnect-Entra'
        'Enable-EntraAzureADAlias'
        'Get-EntraContext'
        'Get-EntraEnvironment'
        'Remove-EntraEnvironment'
        'Revoke-EntraSignedInUserAllRefreshToken'
        'Set-EntraEnvironment'
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
