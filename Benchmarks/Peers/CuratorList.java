import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.curator.framework.recipes.cache.PathChildrenCache;
import org.apache.curator.retry.ExponentialBackoffRetry;

/**
 * Follows one list with a cache of Curator and prints a line for each Thing that came or went.
 *
 *     CuratorList cache|path|path-names HOSTS PATH
 */
public final class CuratorList {
    private static final PrintStream OUT =
        new PrintStream(new BufferedOutputStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), 256), false);

    private static synchronized void tell(String event, String path) {
        OUT.print("{\"event\":\"" + event + "\",\"thing\":\"" + path.substring(path.lastIndexOf('/') + 1) + "\"}\n");
        OUT.flush();
    }

    public static void main(String[] arguments) throws Exception {
        String list = arguments[2];
        OUT.print("{\"event\":\"connecting\"}\n");
        OUT.flush();
        CuratorFramework client = CuratorFrameworkFactory.newClient(
            arguments[1], 30000, 15000, new ExponentialBackoffRetry(100, 10));
        client.start();
        if (arguments[0].equals("cache")) {
            follow(CuratorCache.build(client, list), list);
        } else {
            follow(new PathChildrenCache(client, list, arguments[0].equals("path")));
        }
        Thread.sleep(Long.MAX_VALUE);
    }

    private static void follow(CuratorCache cache, String list) {
        cache.listenable().addListener(CuratorCacheListener.builder()
            .forCreates(node -> { if (!node.getPath().equals(list)) tell("started", node.getPath()); })
            .forDeletes(node -> { if (!node.getPath().equals(list)) tell("stopped", node.getPath()); })
            .build());
        cache.start();
    }

    private static void follow(PathChildrenCache cache) throws Exception {
        cache.getListenable().addListener((client, event) -> {
            switch (event.getType()) {
                case CHILD_ADDED: tell("started", event.getData().getPath()); break;
                case CHILD_REMOVED: tell("stopped", event.getData().getPath()); break;
                default: break;
            }
        });
        cache.start();
    }
}
