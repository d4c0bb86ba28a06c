BeforeDiscovery {
    $hasPowerShellGet2 = [bool] (Get-Module PowerShellGet -ListAvailable | Where-Object { $_.Version.Major -eq 2 })
    $hasCompress = [bool] (Get-Command Compress-PSResource -ErrorAction Ignore)
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    $manifest = Import-PowerShellDataFile $ModuleManifest
    $gallery = $manifest.PrivateData.PSData
    $version = $manifest.ModuleVersion
    $package = Convert-Path "$ModuleFolder/../../EntraRevoke.$version.nupkg"

    # What is in a package: for each file its Bytes, its CompressedLength and its Time.
    function Read-Package ([string] $Path) {
        $files = @{}
        $archive = [IO.Compression.ZipFile]::OpenRead($Path)
        try {
            foreach ($entry in $archive.Entries) {
                $stream, $bytes = $entry.Open(), [byte[]]::new($entry.Length)
                try { $stream.ReadExactly($bytes, 0, $bytes.Length) } finally { $stream.Dispose() }
                $files[$entry.FullName] = [pscustomobject]@{
                    Bytes = $bytes; CompressedLength = $entry.CompressedLength; Time = $entry.LastWriteTime.DateTime
                }
            }
        } finally { $archive.Dispose() }
        $files
    }

    function Read-Xml ($File) {
        $xml = [xml]::new()
        $xml.Load([IO.MemoryStream]::new($File.Bytes))
        $xml
    }

    # The fields of a package's nuspec.
    function Read-Nuspec ([hashtable] $File) {
        $fields = @{}
        foreach ($field in (Read-Xml $File['EntraRevoke.nuspec']).package.metadata.ChildNodes) { $fields[$field.LocalName] = $field.InnerText }
        $fields
    }

    # The files of the module, by their names with /.
    function Get-ModuleFile {
        Get-ChildItem $ModuleFolder -Recurse -File |
            ForEach-Object { [IO.Path]::GetRelativePath($ModuleFolder, $_.FullName).Replace('\', '/') }
    }

    # The size of a module with one of its platforms alone.
    function Get-PlatformSize ([hashtable] $Size, [string] $Rid) {
        $Size.Keys | Where-Object { $_ -notlike '*/entra_revoke_native.*' -or $_ -like "$Rid/*" } |
            ForEach-Object { $Size[$_] } | Measure-Object -Sum | ForEach-Object Sum
    }
    $platforms = @(Get-ChildItem $ModuleFolder/*/entra_revoke_native.* | ForEach-Object { $_.Directory.Name })
    $files = Read-Package $package
}
AfterAll { Stop-EntraTest }

Describe 'The folder in a module path' -Tag Package {
    BeforeAll { $copy = Copy-Module }
    BeforeEach { Reset-EntraTest }

    It 'is imported by name, and does its work' {
        $elsewhere = New-Token @{ user = $Users.Adele }
        $run = Invoke-Shell -Variable @{ PSModulePath = $copy.Path } @"
Import-Module EntraRevoke
(Get-Module EntraRevoke).ModuleBase
`$null = Add-EntraEnvironment Emulator $($Emulator.authority) $($Emulator.graph)
Connect-Entra -Environment Emulator -NoWelcome
(Get-EntraContext).Account
(Revoke-EntraSignedInUserAllRefreshToken).Value
`$null = Disconnect-Entra
Remove-Module EntraRevoke
@(Get-Module EntraRevoke).Count
"@
        $run.Errors | Should -BeNullOrEmpty
        $run.Lines | Should -Be $copy.Folder, $Users.Adele, 'True', '0'
        (Use-RefreshToken $elsewhere.RefreshToken).error_description | Should -BeLike 'AADSTS50173*'
    }

    It 'is imported by a command alone' {
        $run = Invoke-Shell -Variable @{ PSModulePath = $copy.Path } '(Get-EntraEnvironment -Name Global).Name; (Get-Module EntraRevoke).Name'
        $run.Lines | Should -Be 'Global', 'EntraRevoke'
    }

    It 'loads nothing at its import but the assembly of the cmdlets' {
        $run = Invoke-Shell -Variable @{ PSModulePath = $copy.Path } @'
Import-Module EntraRevoke
$loaded = [AppDomain]::CurrentDomain.GetAssemblies().Where{ -not $_.IsDynamic }.Location
$loaded + [Diagnostics.Process]::GetCurrentProcess().Modules.FileName | Where-Object { $_.StartsWith((Get-Module EntraRevoke).ModuleBase) } | Select-Object -Unique
'@
        $run.Lines | Should -Be (Join-Path $copy.Folder EntraRevoke.dll)
    }

    It 'says in one sentence at each import that there is no library for this platform' {
        $damaged = Copy-Module
        $platforms | Select-Object -Skip 1 | ForEach-Object { Remove-Item "$($damaged.Folder)/$_" -Recurse }
        Rename-Item "$($damaged.Folder)/$($platforms[0])" plan9-mips
        $run = Invoke-Shell -Variable @{ PSModulePath = $damaged.Path } @'
foreach ($attempt in 1, 2) { try { Import-Module EntraRevoke } catch { $_.FullyQualifiedErrorId; "$_" } }
@(Get-Module EntraRevoke).Count
'@
        $id = 'PlatformNotSupported,Microsoft.PowerShell.Commands.ImportModuleCommand'
        $library = [regex]::Escape($damaged.Folder.Replace('\', '/')) + '/\k<rid>/entra_revoke_native\.(so|dll|dylib)'
        $pattern = "^This module has no native library for the platform (?<rid>\S+), only for plan9-mips: looked for '$library'\.$"
        $run.Lines | Should -HaveCount 5
        $run.Lines[0, 2] | Should -Be $id, $id
        $run.Lines[1].Replace('\', '/') | Should -Match $pattern
        $run.Lines[3] | Should -Be $run.Lines[1]
        $run.Lines[4] | Should -Be 0
    }

    It 'is small for one platform' {
        $size = @{}
        Get-ModuleFile | ForEach-Object { $size[$_] = (Get-Item "$ModuleFolder/$_").Length }
        $download = @{}
        $files.Keys | ForEach-Object { $download[$_] = $files[$_].CompressedLength }
        foreach ($rid in $platforms) {
            Get-PlatformSize $size $rid | Should -BeLessThan 4e6 -Because "that is $rid installed"
            Get-PlatformSize $download $rid | Should -BeLessThan 2e6 -Because "that is $rid to download"
        }
    }
}

Describe 'The manifest' -Tag Package {
    It 'is valid, and leaves nothing to be found out' {
        Test-ModuleManifest $ModuleManifest -WarningVariable warnings -WarningAction SilentlyContinue | Should -Not -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
        Get-Content $ModuleManifest -Raw | Should -Not -Match '\*'
        $manifest.CompatiblePSEditions | Should -Be 'Core'
        $manifest.PowerShellVersion | Should -Be '7.4'
        $version | Should -Be (Split-Path $ModuleFolder -Leaf)
        'LicenseUri', 'ProjectUri', 'ReleaseNotes' | ForEach-Object { $gallery[$_] | Should -BeLike 'https://*' }
        'Windows', 'Linux', 'MacOS' | Should -BeIn $gallery.Tags
    }

    It 'exports what the module gives' {
        $exported = $manifest.CmdletsToExport + $manifest.FunctionsToExport + $manifest.AliasesToExport | Sort-Object
        (Get-Command -Module EntraRevoke).Name | Sort-Object | Should -Be $exported
        # PowerShell gives no more than the manifest names, so what it leaves out is seen in the assembly alone.
        (Get-Module EntraRevoke).ImplementingAssembly.GetExportedTypes() |
            ForEach-Object { $_.GetCustomAttributes([Management.Automation.CmdletAttribute], $false) } |
            ForEach-Object { "$($_.VerbName)-$($_.NounName)" } | Sort-Object | Should -Be $exported
    }
}

Describe 'The package' -Tag Package {
    It 'holds the very files of the module' {
        $module = Get-ModuleFile
        $files.Keys | Sort-Object | Should -Be ('EntraRevoke.nuspec', '[Content_Types].xml', '_rels/.rels' + $module | Sort-Object)
        foreach ($name in $module) {
            $packed = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($files[$name].Bytes))
            $packed | Should -Be (Get-FileHash "$ModuleFolder/$name").Hash -Because $name
        }
    }

    It 'says of itself what the manifest says' {
        $fields = Read-Nuspec $files
        $commands = $manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" }
        $fields.tags -split ' ' | Sort-Object |
            Should -Be ($gallery.Tags + 'PSModule', 'PSEdition_Core', 'PSIncludes_Cmdlet' + $commands | Sort-Object)
        $expected = @{
            id = 'EntraRevoke'; version = $version; authors = $manifest.Author; owners = $manifest.CompanyName
            copyright = $manifest.Copyright; description = $manifest.Description; requireLicenseAcceptance = 'false'
            licenseUrl = $gallery.LicenseUri; projectUrl = $gallery.ProjectUri; releaseNotes = $gallery.ReleaseNotes
        }
        $fields.Keys | Where-Object { $_ -ne 'tags' } | Sort-Object | Should -Be ($expected.Keys | Sort-Object)
        $expected.Keys | ForEach-Object { $fields[$_] | Should -BeExactly $expected[$_] -Because $_ }
    }

    It 'is that of Compress-PSResource but for its tags and the part with a name made up anew' -Skip:(-not $hasCompress) {
        $theirs = Read-Package (Compress-PSResource $ModuleFolder (New-Folder) -PassThru)
        $properties = 'package/services/metadata/core-properties/*'
        $theirs.Keys -notlike $properties | Sort-Object | Should -Be ($files.Keys | Sort-Object)
        $their, $our = (Read-Nuspec $theirs), (Read-Nuspec $files)
        $their.tags -split ' ' | Should -BeIn ($our.tags -split ' ')
        $their.Keys | Sort-Object | Should -Be ($our.Keys | Sort-Object)
        $their.Keys | Where-Object { $_ -ne 'tags' } | ForEach-Object { $our[$_] | Should -BeExactly $their[$_] -Because $_ }
    }

    It 'is the same for the same files, whenever and in whatever order they were made' -Skip:(-not $hasCompress) {
        $packages = foreach ($descending in $false, $true) {
            $folder = New-Folder
            foreach ($name in Get-ModuleFile | Sort-Object -Descending:$descending) {
                $null = New-Item -ItemType Directory -Force (Split-Path "$folder/EntraRevoke/$name")
                [IO.File]::WriteAllBytes("$folder/EntraRevoke/$name", [IO.File]::ReadAllBytes("$ModuleFolder/$name"))
            }
            & $Root/crates/xtask/package/pack.ps1 -Module $folder/EntraRevoke -Package $folder/again.nupkg -Version $version
            Convert-Path $folder/again.nupkg
        }
        (Get-FileHash $packages).Hash | Select-Object -Unique | Should -HaveCount 1
        # Chance orders the types, and both were made within the two seconds that a zip can tell apart.
        $types = (Read-Xml $files['[Content_Types].xml']).DocumentElement.Default.Extension
        $types | Should -Be ($types | Sort-Object)
        $files.Values.Time | Select-Object -Unique | Should -Be ([datetime] '1980-01-01')
    }

    It 'is not made when the versions differ' -Skip:(-not $hasCompress) {
        $pack = { & $Root/crates/xtask/package/pack.ps1 -Module $ModuleFolder -Package (Join-Path (New-Folder) x.nupkg) -Version 9.9.9 }
        $pack | Should -Throw "the version is 9.9.9 in Cargo.toml, $version in module/EntraRevoke.psd1 and $version in Directory.Build.props: make them equal"
    }
}

Describe 'A repository with the package' -Tag Package {
    BeforeAll {
        # Where the user's modules and repositories are is a matter of HOME, which Windows does not ask.
        $user = @{ HOME = New-Folder; XDG_DATA_HOME = $null; XDG_CONFIG_HOME = $null; XDG_CACHE_HOME = $null; PSModulePath = $null }
        $repository = New-Folder
        Copy-Item $package $repository
    }
    BeforeEach { Reset-EntraTest }

    It 'gives it to PSResourceGet: installed, updated, used, uninstalled' -Skip:($IsWindows -or -not $hasCompress) {
        $old = (New-Item -ItemType Directory (Join-Path (New-Folder) EntraRevoke)).FullName
        New-ModuleManifest $old/EntraRevoke.psd1 -ModuleVersion 0.0.1 -Author A -Description D
        Compress-PSResource $old $repository
        $run = Invoke-Shell -Variable $user @"
`$ErrorActionPreference = 'Stop'
Register-PSResourceRepository Local $repository -Trusted
(Find-PSResource EntraRevoke -Repository Local).Version.ToString()
(Find-PSResource -Tag IncidentResponse -Repository Local).Name
Install-PSResource EntraRevoke -Repository Local -Version 0.0.1
Update-PSResource EntraRevoke -Repository Local
(Get-InstalledPSResource EntraRevoke | Sort-Object Version).Version -join ' '
Import-Module EntraRevoke
(Get-Module EntraRevoke).ModuleBase
`$null = Add-EntraEnvironment Emulator $($Emulator.authority) $($Emulator.graph)
Connect-Entra -Environment Emulator -NoWelcome
(Revoke-EntraSignedInUserAllRefreshToken).Value
(Get-Help Revoke-EntraSignedInUserAllRefreshToken).Synopsis
Remove-Module EntraRevoke
Uninstall-PSResource EntraRevoke -Version *
@(Get-ChildItem `$HOME -Recurse -Filter *EntraRevoke*).Count
"@
        $run.Errors | Should -BeNullOrEmpty
        $synopsis = (Get-Help Revoke-EntraSignedInUserAllRefreshToken).Synopsis
        $base = Join-Path $user.HOME .local share powershell Modules EntraRevoke $version
        $run.Lines | Should -Be $version, 'EntraRevoke', "0.0.1 $version", $base, 'True', $synopsis, '0'
    }

    It 'gives it to PowerShellGet 2, which finds it by a command' -Skip:($IsWindows -or -not $hasPowerShellGet2) {
        $saved = New-Folder
        $run = Invoke-Shell -Variable $user @"
`$ErrorActionPreference = 'Stop'
Import-Module PowerShellGet -MaximumVersion 2.99
Register-PSRepository LocalToo -SourceLocation $repository -InstallationPolicy Trusted
(Find-Module EntraRevoke -Repository LocalToo).Version
(Find-Module -Command Connect-Entra -Repository LocalToo).Name
(Find-Command Connect-Entra -Repository LocalToo).ModuleName
Save-Module EntraRevoke -Repository LocalToo -Path $saved
(Test-ModuleManifest $saved/EntraRevoke/$version/EntraRevoke.psd1).Version.ToString()
"@
        $run.Errors | Should -BeNullOrEmpty
        $run.Lines | Should -Be $version, 'EntraRevoke', 'EntraRevoke', $version
        $kept = Get-ChildItem $saved/EntraRevoke/$version -Recurse -File -Exclude PSGetModuleInfo.xml
        $kept | Should -HaveCount (Get-ModuleFile).Count
    }
}
