using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using MsLite.Filter;
using MsLite.Filter.Journal;
using MsLite.Web.Commands;
using MsLite.Web.SignIn;

namespace MsLite.Web.Start;

/// <summary>The program's life: start, say where, wait for the signal to stop.</summary>
internal static class RunExtensions
{
    /// <summary>Faults that nobody awaited are told, never swallowed.</summary>
    public static void LogUnhandledFaults(this WebApplication app)
    {
        var log = app.Logger;
        TaskScheduler.UnobservedTaskException += (_, fault) =>
        {
            log.TaskFailed(fault.Exception);
            fault.SetObserved();
        };
        AppDomain.CurrentDomain.UnhandledException += (_, fault) => log.Uncaught(fault.ExceptionObject as Exception);
    }

    /// <summary>Gives the exit code.</summary>
    public static async Task<int> RunToEndAsync(this WebApplication app, MsLiteOptions options)
    {
        await app.Services.GetRequiredService<FirstKey>().EnsureAsync(CancellationToken.None);
        try
        {
            await app.StartAsync();
        }
        catch (Exception fault) when (fault is IOException { InnerException: AddressInUseException } or SocketException)
        {
            return StartFaults.Print([Explain(fault)]);
        }

        var listeners = app.Services.GetRequiredService<Listeners>();
        // The ports that were really taken: the panel tells a newcomer where to send his first message.
        options.Smtp.Listen = [.. listeners.Smtp.Select(endPoint => endPoint.ToString())];
        app.Services.GetRequiredService<OptionsWatch>().Start();
        foreach (var text in options.Http.Listen.Where(text => HttpAddress.TryParse(text, out var address) && !address.IsHttps && !address.IsLoopback))
        {
            app.Logger.PanelWithoutTls(text);
        }

        var setupPath = await app.Services.GetRequiredService<FirstAdministrator>().PrepareAsync(CancellationToken.None);
        var ready = Banner.Text(options, listeners, setupPath);
        if (options.Log.Format == LogOptions.Json)
        {
            app.Logger.Ready(ready);
        }
        else
        {
            Console.Out.WriteLine(ready);
        }

        await app.WaitForShutdownAsync();
        // Nobody sends mail any more. Services are disposed of in an order of their own, the writer of the state perhaps before the journal.
        await app.Services.GetRequiredService<MessageJournal>().CloseAsync();
        return ExitCode.Done;
    }

    private static string Explain(Exception fault) => fault switch
    {
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            "A port below 1024 may not be opened by this user: choose others with MsLite:Smtp:Listen and MsLite:Http:Listen, or grant the capability CAP_NET_BIND_SERVICE.",
        SocketException => $"An address cannot be listened on: {fault.Message}. MsLite:Smtp:Listen and MsLite:Http:Listen must name addresses of this machine.",
        _ => $"{fault.Message.Replace("http://", "", StringComparison.Ordinal)} Stop the program that uses it, or choose another with MsLite:Smtp:Listen or MsLite:Http:Listen.",
    };
}
