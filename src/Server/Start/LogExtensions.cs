using System.Globalization;
using MsLite.Filter;
using MsLite.Filter.Logs;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace MsLite.Web.Start;

/// <summary>The log: for people on the console, as JSON in StateRoot/logs, the framework's own noise left out.</summary>
internal static class LogExtensions
{
    private const string Line = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";
    private const long FileSize = 50 * 1024 * 1024;
    private const int FilesKept = 14;

    /// <summary>For commands, whose output is read by scripts: nothing but warnings, and those on standard error.</summary>
    public static ILoggingBuilder AddWarningsToError(this ILoggingBuilder logging) => logging.AddSerilog(
        new LoggerConfiguration()
            .MinimumLevel.Warning()
            .WriteTo.Console(outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose)
            .CreateLogger(),
        dispose: true);

    public static WebApplicationBuilder AddLog(this WebApplicationBuilder builder, MsLiteOptions options)
    {
        var tail = new LogTail();
        builder.Services.AddSingleton<ILogTail>(tail);
        var logger = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            // The framework tells of every request that nobody known made: strangers would fill the log.
            .MinimumLevel.Override(typeof(SignIn.TokenAuthentication).FullName!, LogEventLevel.Warning)
            .MinimumLevel.Override(typeof(SignIn.SessionAuthentication).FullName!, LogEventLevel.Warning)
            // It warns of keys without an encryptor; they stand in StateRoot, which is the program's own.
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
            // A host that does not start is told by StartFaults, in a sentence.
            .Filter.ByExcluding(line => line.MessageTemplate.Text == "Hosting failed to start")
            .WriteTo.Sink(tail)
            .WriteTo.Sink(new BackgroundSink(ConsoleWriter(options.Log.Format)))
            .WriteTo.Sink(new BackgroundSink(FileWriter(options.StateRoot)))
            .CreateLogger();
        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(logger, dispose: true);
        return builder;
    }

    private static Logger ConsoleWriter(string format)
    {
        var writer = new LoggerConfiguration().MinimumLevel.Verbose();
        return (format == LogOptions.Json
            ? writer.WriteTo.Console(new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture))
            : writer.WriteTo.Console(outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture)).CreateLogger();
    }

    private static Logger FileWriter(string stateRoot) => new LoggerConfiguration()
        .MinimumLevel.Verbose()
        .WriteTo.File(
            new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture),
            Path.Combine(stateRoot, "logs", "mslite-.json"),
            rollingInterval: RollingInterval.Day, fileSizeLimitBytes: FileSize, rollOnFileSizeLimit: true, retainedFileCountLimit: FilesKept,
            buffered: true, flushToDiskInterval: TimeSpan.FromSeconds(1))
        .CreateLogger();
}
