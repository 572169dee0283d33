namespace MsLite.Admin.Settings;

/// <summary>Somebody else's work that is part of the program.</summary>
/// <param name="Licence">By its SPDX name.</param>
internal sealed record Library(string Name, string Licence, string Holder)
{
    /// <summary>All that the program is made of beside its own code.</summary>
    public static IReadOnlyList<Library> All { get; } =
    [
        new(".NET and ASP.NET Core", "MIT", ".NET Foundation and Contributors"),
        new("Radzen.Blazor", "MIT", "Radzen Ltd."),
        new("Material Symbols, in Radzen.Blazor", "Apache-2.0", "Google LLC"),
        new("Roboto and Source Sans, in Radzen.Blazor", "OFL-1.1", "Google LLC, Adobe"),
        new("AngleSharp", "MIT", "AngleSharp"),
        new("Serilog", "Apache-2.0", "Serilog Contributors"),
        new("Serilog.Extensions.Logging", "Apache-2.0", "Serilog Contributors"),
        new("Serilog.Sinks.Console", "Apache-2.0", "Serilog Contributors"),
        new("Serilog.Sinks.File", "Apache-2.0", "Serilog Contributors"),
        new("Microsoft.Extensions.Hosting.Systemd", "MIT", ".NET Foundation and Contributors"),
        new("OpenTelemetry.Exporter.OpenTelemetryProtocol", "Apache-2.0", "OpenTelemetry Authors"),
        new("Microsoft.Data.Sqlite", "MIT", ".NET Foundation and Contributors"),
        new("SQLitePCLRaw.bundle_e_sqlite3", "Apache-2.0", "SourceGear LLC"),
        new("SQLite, in SQLitePCLRaw.bundle_e_sqlite3", "blessing (public domain)", "The SQLite project"),
        new("Npgsql", "PostgreSQL", "The Npgsql Development Team"),
        new("System.IO.Hashing", "MIT", ".NET Foundation and Contributors"),
    ];
}
