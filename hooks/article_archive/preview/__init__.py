"""The site on this machine while it is written: pages made when they are asked for, mistakes shown over the last good ones."""
