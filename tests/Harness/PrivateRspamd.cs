namespace MsLite.Harness;

/// <summary>
/// An rspamd of a test's own on a free port, without redis, network or rules of its own: what it says depends on words of the subject
/// (ham, warm, hot, later), and its output has a line of what it was told about each message.
/// </summary>
public sealed class PrivateRspamd : PrivateDaemon
{
    public const string Program = "rspamd";

    private const string Rules = """
        local logger = require "rspamd_logger"
        local function word(name, score, text)
          rspamd_config:register_symbol({ name = name, score = score, callback = function(task)
            local subject = task:get_subject()
            return subject ~= nil and subject:find(text, 1, true) ~= nil
          end })
        end
        word('TEST_HAM', -1.5, 'ham')
        word('TEST_WARM', 7.25, 'warm')
        word('TEST_HOT', 20, 'hot')
        rspamd_config:register_symbol({ name = 'TEST_LATER', score = 0.5, callback = function(task)
          local subject = task:get_subject()
          if subject ~= nil and subject:find('later', 1, true) ~= nil then
            task:set_pre_result('soft reject', 'Try again later')
            return true
          end
          return false
        end })
        rspamd_config:register_symbol({ name = 'TEST_FACTS', score = 0.25, callback = function(task)
          local from, to = task:get_from('smtp'), task:get_recipients('smtp')
          logger.infox(task, 'facts: ip=%s from=%s to=%s helo=%s host=%s user=%s size=%s', task:get_from_ip(),
            from and from[1].addr, to and #to, task:get_helo(), task:get_hostname(), task:get_user(), task:get_size())
          return true
        end })

        """;

    private readonly int _port = FreePort.Take();

    private PrivateRspamd()
    {
        var root = Tree.Root;
        Tree.Touch("rules.lua", Rules);
        // The real list of public suffixes takes seconds to compile.
        Tree.Touch("tld.dat", "com\nnet\norg\ntest\n");
        Tree.Touch("rspamd.conf", $$"""
            options {
              pidfile = "{{root}}/pid";
              tempdir = "{{root}}";
              url_tld = "{{root}}/tld.dat";
              cache_file = "{{root}}/symbols.cache";
              rspamd_stats_file = "{{root}}/stats.ucl";
              hs_cache_dir = "{{root}}";
              control_socket = "{{root}}/control.sock mode=0600";
              history_file = "{{root}}/history";
              dynamic_conf = "{{root}}/dynamic";
              disable_hyperscan = true;
              filters = "";
              local_addrs = [];
              dns { nameserver = ["127.0.0.1:9"]; timeout = 0.2s; retransmits = 1; }
            }
            logging { type = "console"; level = "info"; }
            worker "normal" { bind_socket = "127.0.0.1:{{_port}}"; count = 1; }
            actions { reject = 15; add_header = 6; greylist = 4; }
            lua = "{{root}}/rules.lua";

            """);
    }

    /// <summary>For the option Rspamd:Server.</summary>
    public string Address => $"http://127.0.0.1:{_port}";

    public static Task<PrivateRspamd> StartAsync() => StartedAsync(new PrivateRspamd());

    protected override async Task<ChildProcess> RunAsync()
    {
        var process = await ChildProcess.StartAsync(Tool.Find(Program)!, ["--no-fork", "--insecure", "--config", Tree.Path("rspamd.conf")], Tree.Root);
        await process.WaitForOutputAsync(log => log.Contains("starting normal process", StringComparison.Ordinal), StartLimit);
        await FreePort.WaitForAsync(_port, StartLimit);
        return process;
    }
}
