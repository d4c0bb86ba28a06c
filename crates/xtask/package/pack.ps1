<#
.SYNOPSIS
    Checks a module that was put together, and packs it for a repository.
.DESCRIPTION
    The package is that of Compress-PSResource, changed in two things. It has the tags by which PowerShellGet 2 and the
    gallery find a command. And it is the same for the same files: neither the clock, nor chance, nor the order in which
    the system lists a folder shows in it.
#>
#Requires -Modules @{ ModuleName = 'Microsoft.PowerShell.PSResourceGet'; ModuleVersion = '1.1.0' }
[CmdletBinding()]
param(
    # The folder of the module.
    [Parameter(Mandatory)] [string] $Module,
    # The file that becomes the package.
    [Parameter(Mandatory)] [string] $Package,
    # The version that is being built.
    [Parameter(Mandatory)] [string] $Version
)
$ErrorActionPreference = 'Stop'
$manifestFile = Join-Path $Module EntraRevoke.psd1
$manifest = Import-PowerShellDataFile $manifestFile
$null = Test-ModuleManifest $manifestFile
$assembly = [System.Reflection.AssemblyName]::GetAssemblyName((Join-Path $Module $manifest.RootModule)).Version.ToString(3)
if ($manifest.ModuleVersion -ne $Version -or $assembly -ne $Version) {
    throw "the version is $Version in Cargo.toml, $($manifest.ModuleVersion) in module/EntraRevoke.psd1 and $assembly in Directory.Build.props: make them equal"
}

# The bytes of a file in a package.
function Read-Entry([System.IO.Compression.ZipArchiveEntry] $Entry) {
    $stream = $Entry.Open()
    $copy = [System.IO.MemoryStream]::new()
    try { $stream.CopyTo($copy) } finally { $stream.Dispose() }
    , $copy.ToArray()
}

# Reads a file of XML, lets a script block change it, and gives its new content.
function Edit-Xml([byte[]] $Content, [scriptblock] $Change) {
    $xml = [xml]::new()
    $xml.Load([System.IO.MemoryStream]::new($Content))
    & $Change $xml.DocumentElement
    $copy = [System.IO.MemoryStream]::new()
    $xml.Save($copy)
    , $copy.ToArray()
}

$scratch = New-Item -ItemType Directory -Path ([System.IO.Path]::GetTempPath()) -Name "EntraRevoke.$([guid]::NewGuid())"
try {
    $theirs = [System.IO.Compression.ZipFile]::OpenRead((Compress-PSResource -Path $Module -DestinationPath $scratch -PassThru))
    try {
        $contents = [System.Collections.Generic.SortedDictionary[string, byte[]]]::new([System.StringComparer]::Ordinal)
        foreach ($entry in $theirs.Entries) { $contents[$entry.FullName] = Read-Entry $entry }
    }
    finally { $theirs.Dispose() }
}
finally { Remove-Item -LiteralPath $scratch -Recurse }

# What this part says stands in the nuspec too; its name is made up anew each time.
$properties = @($contents.Keys -like 'package/services/metadata/core-properties/*')
foreach ($name in $properties) { $null = $contents.Remove($name) }
$contents['_rels/.rels'] = Edit-Xml $contents['_rels/.rels'] {
    param($root)
    foreach ($link in @($root.Relationship)) {
        if ($link.Target.TrimStart('/') -in $properties) { $null = $root.RemoveChild($link) }
    }
}
$contents['[Content_Types].xml'] = Edit-Xml $contents['[Content_Types].xml'] {
    param($root)
    foreach ($type in @($root.ChildNodes | Sort-Object -Property Extension, PartName)) { $null = $root.AppendChild($type) }
}
$contents['EntraRevoke.nuspec'] = Edit-Xml $contents['EntraRevoke.nuspec'] {
    param($root)
    $editions = $manifest.CompatiblePSEditions.ForEach{ "PSEdition_$_" }
    $commands = $manifest.CmdletsToExport.ForEach{ "PSCmdlet_$_"; "PSCommand_$_" }
    $root.metadata.tags = "$(@($root.metadata.tags) + $editions + $commands + 'PSIncludes_Cmdlet')"
}

$file = [System.IO.File]::Create($Package)
$ours = [System.IO.Compression.ZipArchive]::new($file, [System.IO.Compression.ZipArchiveMode]::Create)
try {
    foreach ($name in $contents.Keys) {
        $entry = $ours.CreateEntry($name, [System.IO.Compression.CompressionLevel]::SmallestSize)
        $entry.LastWriteTime = [datetime]::new(1980, 1, 1)
        # -rw-r--r-- of a regular file, on every system.
        $entry.ExternalAttributes = 0x81A4 -shl 16
        $stream = $entry.Open()
        try { $stream.Write($contents[$name]) } finally { $stream.Dispose() }
    }
}
finally { $ours.Dispose(); $file.Dispose() }
