BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    # Imports a copy of the module, then tries to sign in; each failure is its id and its text.
    function Invoke-Copy ($Copy, [string] $Script) {
        Invoke-Shell @"
`$ErrorActionPreference = 'Stop'
function Try-It (`$Command) { try { & `$Command } catch { `$_.FullyQualifiedErrorId; "`$_" } }
Try-It { Import-Module '$($Copy.Folder)/EntraRevoke.psd1' }
$Script
"@
    }
    $promises = @(
        Get-Content "$Root/README.md" -Raw
        Get-Content "$Root/module/docs/en-US/about_EntraRevoke.md" -Raw
    )
}
AfterAll { Stop-EntraTest }

Describe 'With a native library that is <State>' -Tag ImportFailure -ForEach @(
    @{ State = 'missing'; Code = 'NativeLibraryNotFound'; Damage = { Remove-Item $args[0] } }
    @{ State = 'no library'; Code = 'NativeLibraryNotLoaded'; Damage = { Set-Content $args[0] 'not a library' } }
) {
    BeforeAll {
        $copy = Copy-Module
        $library = Get-Item "$($copy.Folder)/*-*/entra_revoke_native.*" | Select-Object -First 1 -ExpandProperty FullName
        & $Damage $library
        $shell = Invoke-Copy $copy @'
try { Revoke-EntraSignedInUserAllRefreshToken } catch { $_.FullyQualifiedErrorId }
1..2 | ForEach-Object { Try-It { Connect-Entra } }
'@
    }

    It 'the import is silent, and what needs no library works' {
        $shell.Errors | Should -BeNullOrEmpty
        $shell.Lines[0] | Should -BeLike 'NotSignedIn,*'
    }

    It 'the sign-in says which file it is and what to do, each time' {
        $shell.Lines[1] | Should -Be "$Code,EntraRevoke.Cmdlets.ConnectEntra"
        $shell.Lines[2].Contains($library) | Should -BeTrue -Because "'$($shell.Lines[2])' names the file"
        $shell.Lines[2] | Should -Match 'einstall the module and start a new PowerShell session\.$'
        $shell.Lines[2] | Should -Not -Match 'Exception|   at '
        $shell.Lines[3, 4] | Should -Be $shell.Lines[1, 2]
    }
}

Describe 'After an update in a session that has the old version' -Tag ImportFailure {
    BeforeAll {
        # The copy is of another build: only its module version id differs, which is what .NET goes by.
        $copy = Copy-Module
        $latin = [Text.Encoding]::Latin1
        $id = (Get-Command Connect-Entra).ImplementingType.Module.ModuleVersionId.ToByteArray()
        $assembly = "$($copy.Folder)/EntraRevoke.dll"
        $text = $latin.GetString([IO.File]::ReadAllBytes($assembly))
        $text = $text.Replace($latin.GetString($id), $latin.GetString([guid]::NewGuid().ToByteArray()))
        [IO.File]::WriteAllBytes($assembly, $latin.GetBytes($text))
        $old = Invoke-Shell @"
Import-Module '$ModuleManifest'
try { Import-Module '$($copy.Folder)/EntraRevoke.psd1' -ErrorAction Stop } catch { "`$_" }
(Get-Module EntraRevoke).ModuleBase
(Get-EntraEnvironment China).Name
"@
    }

    It 'the import says what README and help say of it, and the old version goes on' {
        $says = 'assembly with (the )?same name is already loaded'
        $old.Lines[0] | Should -Match $says
        $old.Lines[1] | Should -Be $ModuleFolder
        $old.Lines[2] | Should -Be China
        foreach ($promise in $promises) { $promise | Should -Match "start a new PowerShell session.*$says" }
    }

    It 'a new session has the new version' {
        $shell = Invoke-Copy $copy '(Get-Module EntraRevoke).ModuleBase'
        $shell.Lines | Should -Be $copy.Folder
    }
}
